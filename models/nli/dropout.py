"""Dropout whose masks are cut from a pool: on a processor, drawing them takes longer than the layers do."""

from __future__ import annotations

import torch
from torch import nn

POOL = 1 << 22  # values; a batch of 4,096 tokens has 1.6 million in a layer


class PooledDropout(nn.Module):
    """Like `torch.nn.Dropout`, with masks that begin at a random place of one pool and go on from there."""

    def __init__(self, p: float, seed: int) -> None:
        super().__init__()
        self.generator = torch.Generator().manual_seed(seed)
        kept = torch.rand(POOL, generator=self.generator) >= p
        self.pool: torch.Tensor
        self.register_buffer("pool", kept.to(torch.bfloat16) / (1 - p), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        begin = int(torch.randint(POOL, (1,), generator=self.generator))
        mask = self.pool.roll(-begin) if x.numel() > POOL - begin else self.pool[begin:]
        while mask.numel() < x.numel():
            mask = torch.cat([mask, mask])
        return x * mask[: x.numel()].view_as(x).to(x.dtype)


def drawn(model: nn.Module) -> list[torch.Tensor]:
    """Where the masks of each of the model's pools stand, for a run to go on with the same ones."""
    return [module.generator.get_state() for module in model.modules() if isinstance(module, PooledDropout)]


def draw_on(model: nn.Module, states: list[torch.Tensor]) -> None:
    """Go on from where `drawn` left off."""
    modules = [module for module in model.modules() if isinstance(module, PooledDropout)]
    for module, state in zip(modules, states, strict=True):
        module.generator.set_state(state.cpu())


def use_pooled_dropout(model: nn.Module, p: float, seed: int) -> None:
    """Put it where the model has dropout of its hidden values; attention keeps all of its weights."""
    for name, module in list(model.named_modules()):
        if isinstance(module, nn.Dropout) and not name.endswith("attention.self.dropout"):
            parent, _, child = name.rpartition(".")
            setattr(model.get_submodule(parent), child, PooledDropout(p, seed))
            seed += 1
