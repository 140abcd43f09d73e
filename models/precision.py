"""The numbers that training and large models compute in: bfloat16 where the processor has it, else float32."""

from __future__ import annotations

import torch


def dtype_on(device: str) -> torch.dtype:
    """The fastest type that loses nothing in training.

    A processor without bfloat16 instructions computes in it all the same, many times slower than in float32.
    """
    if device == "cpu":
        has = torch.cpu.get_capabilities()
        fast = any(has.get(name, False) for name in ("amx_bf16", "avx512_bf16", "bf16"))
    else:
        fast = torch.cuda.is_bf16_supported(including_emulation=False)
    return torch.bfloat16 if fast else torch.float32


def autocast(device: str) -> torch.autocast:
    """Run what stands inside in `dtype_on(device)`."""
    dtype = dtype_on(device)
    return torch.autocast(device, dtype, enabled=dtype != torch.float32)
