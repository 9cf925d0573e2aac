# python: 3
# Blanks before fields are skipped, whatever there is of them, and a line that is no text is an error.
import csv


def rows(lines, **dialect):
    try:
        return list(csv.reader(lines, **dialect))
    except (csv.Error, UnicodeError) as error:
        return 'refused'


for line in (' , , ', 'a,  b,\tc', '   ', 'a, "b, c", d', '  "x ""y"" , z",  1', 'a ,b ', '1,"two\nlines,  here",  3\n'):
    print(rows([line], skipinitialspace=True), rows([line]))
print(rows(['a;  b;; c'], delimiter=';', skipinitialspace=True), rows([' a, b'], dialect='excel', skipinitialspace=True))
print(rows(['ab', '\ud800']) in ('refused', [['ab'], ['\ud800']]))
print([tuple(row.items()) for row in csv.DictReader(['a, b', '1,  2'], skipinitialspace=True)])
