# Formats for texts: what is for numbers is refused, and a precision cuts off before the text is filled up.
for text in (u'ab', 'ab', u'Jos\xe9', ''):
    for spec in ('04', '04s', '<04', '*<04', '#4', '+4', ' 4', '-4', '=4', '04.1', '>04.1s', '.3', '6.2s', '^7.1', '.0'):
        try:
            print repr(('{0:' + spec + '}').format(text)) if text != u'Jos\xe9' else repr((u'{0:' + spec + u'}').format(text)),
        except ValueError as error:
            print spec, error,
    print
