def report(*_):
    pass
