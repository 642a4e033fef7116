"""Addresses: only public ones are visited, however they are written."""

from __future__ import annotations

import pytest

from detente.corpus.intake.addresses import refusal


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.1.1.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
     "100.100.100.200", "169.254.169.254", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
     "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
     "::1", "::", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
     "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1",
     "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "localhost", "", "127.1", "0x7f000001", "2130706433"],
)  # fmt: skip
def test_closed_addresses_are_refused(address: str) -> None:
    assert refusal(address) is not None


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8",
     "64:ff9b::808:808", "2002:808:808::1"],
)  # fmt: skip
def test_public_addresses_are_not(address: str) -> None:
    assert refusal(address) is None
