# python: 3
raise SystemExit("out of order")
