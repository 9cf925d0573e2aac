"""Units."""
import math

calls = []

def celsius(fahrenheit):
    calls.append(fahrenheit)
    return (fahrenheit - 32) * 5.0 / 9

def fail():
    return 1 // 0

class Gauge(object):
    def __init__(self, value):
        self.value = value
    def read(self):
        return self.value

def refuse():
    raise ValueError("refused")
