"""Adversarial weight perturbation: train on weights moved a little to where the loss is worse.

Wu et al. 2020, "Adversarial Weight Perturbation Helps Robust Generalization": a loss that stays low around the weights
generalises better than one that is low in one point.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def perturbed(model: torch.nn.Module, size: float) -> Iterator[None]:
    """Within, each matrix of weights is moved along its gradient by `size` times its own norm; gradients stay."""
    before = []
    with torch.no_grad():
        for weights in model.parameters():
            if weights.grad is None or weights.ndim < 2:
                continue
            norm = weights.grad.norm()
            if norm > 0:
                before.append((weights, weights.detach().clone()))
                weights.add_(weights.grad, alpha=float(size * weights.norm() / norm))
    try:
        yield
    finally:
        with torch.no_grad():
            for weights, kept in before:
                weights.copy_(kept)
