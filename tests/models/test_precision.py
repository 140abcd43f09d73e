import pytest
import torch

from models import precision


def product() -> torch.dtype:
    with precision.autocast("cpu"):
        return (torch.ones(2, 2) @ torch.ones(2, 2)).dtype


@pytest.mark.parametrize("instructions", ["amx_bf16", "avx512_bf16"])
def test_a_processor_that_has_bfloat16_computes_in_it(monkeypatch, instructions):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, instructions: True})
    assert precision.dtype_on("cpu") == product() == torch.bfloat16


def test_a_processor_that_would_imitate_it_computes_in_float32(monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, "amx_bf16": False})
    assert precision.dtype_on("cpu") == product() == torch.float32
