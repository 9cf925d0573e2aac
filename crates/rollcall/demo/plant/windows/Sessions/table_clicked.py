# A double click on a session does what the button "Details" does.
import session_details

if event.clickCount == 2:
    session_details.show(event.source)
