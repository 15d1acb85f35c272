def run(report, site): pass
