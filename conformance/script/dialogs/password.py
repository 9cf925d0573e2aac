# answers: =secret, cancel, =x
print(system.gui.passwordBox("Who are you?") == "secret")
print(system.gui.passwordBox("Who are you?", "Log in", "#"))
print(system.gui.passwordBox(message="m", echoChar=""))
