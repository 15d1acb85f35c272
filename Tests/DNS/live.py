def test(*_):
    pass
