"""Do our dates agree with an independent implementation of RFC 5545?"""
