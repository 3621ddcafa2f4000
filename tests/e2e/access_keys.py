"""Access keys as a person presses them."""


def press_access_key(page, letter, times=1):
    """As Alt and the letter: Playwright's own keys do not say which letter it is without Alt.

    More `times`: the key is held, and the keyboard repeats it.
    """
    key = {"modifiers": 1, "key": letter, "code": f"Key{letter.upper()}"}
    key["windowsVirtualKeyCode"] = ord(letter.upper())
    down = {"type": "keyDown", "text": letter, "unmodifiedText": letter, **key}
    session = page.context.new_cdp_session(page)
    for number in range(times):
        session.send("Input.dispatchKeyEvent", {**down, "autoRepeat": number > 0})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.detach()
