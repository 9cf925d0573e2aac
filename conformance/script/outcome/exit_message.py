raise SystemExit("out of order")
