def note(text):
    return "noted: " + text
