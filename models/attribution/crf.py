"""A linear-chain CRF whose likelihood and gradients are computed by the forward-backward algorithm in numpy."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from claimcheck.backends.attribution_decode import allowed

FORBIDDEN = -1e4


class ChainLikelihood(torch.autograd.Function):
    """Negative log likelihood of label sequences under a linear-chain CRF, by the forward-backward algorithm.

    In numpy on one thread: hundreds of tiny steps in a row are where torch's threads wait for each other most.
    """

    @staticmethod
    def forward(ctx, emissions: Tensor, table: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        loss, emission_grad, table_grad = chain_statistics(
            emissions.detach().double().cpu().numpy(),
            table.detach().double().cpu().numpy(),
            labels.cpu().numpy(),
            lengths.cpu().numpy(),
        )
        ctx.save_for_backward(torch.from_numpy(emission_grad).to(emissions), torch.from_numpy(table_grad).to(table))
        return torch.tensor(loss).to(emissions)

    @staticmethod
    def backward(ctx, grad: Tensor):
        emission_grad, table_grad = ctx.saved_tensors
        return grad * emission_grad, grad * table_grad, None, None


def chain_statistics(emissions, table, labels, lengths):
    """The summed negative log likelihood of all rows, and its gradients by emissions and by table.

    emissions (rows, tokens, labels); table as in `viterbi`; labels (rows, tokens); lengths (rows,).
    """
    rows, width, count = emissions.shape
    steps, first, last = np.exp(table[:count]), np.exp(table[count]), np.exp(table[count + 1])
    live = np.arange(width)[None] < lengths[:, None]
    top = emissions.max(-1, keepdims=True)
    local = np.exp(emissions - top)
    ends = lengths - 1
    every = np.arange(rows)

    forward = np.zeros((width, rows, count))
    scale = np.ones((width, rows))
    now = first * local[:, 0]
    for t in range(width):
        if t:
            now = np.where(live[:, t, None], (now @ steps) * local[:, t], now)
        scale[t] = now.sum(-1)
        now = now / scale[t][:, None]
        forward[t] = now
    final = (now * last).sum(-1)

    backward = np.zeros((width, rows, count))
    then = np.broadcast_to(last, (rows, count)) / final[:, None]
    for t in range(width - 1, -1, -1):
        backward[t] = then
        if t:
            stepped = ((local[:, t] * then) @ steps.T) / scale[t][:, None]
            then = np.where(live[:, t, None], stepped, then)

    marginal = (forward * backward).transpose(1, 0, 2) * live[..., None]
    log_total = (np.log(scale) * live.T).sum() + np.log(final).sum() + (top[..., 0] * live).sum()
    gold = (np.take_along_axis(emissions, labels[..., None], 2)[..., 0] * live).sum()
    follows = live[:, 1:]
    gold += (table[labels[:, :-1], labels[:, 1:]] * follows).sum()
    gold += table[count][labels[:, 0]].sum() + table[count + 1][labels[every, ends]].sum()

    grad = marginal
    np.subtract.at(grad, (np.nonzero(live)[0], np.nonzero(live)[1], labels[live]), 1.0)
    arriving = (local.transpose(1, 0, 2) * backward / scale[..., None] * live.T[..., None])[1:]
    expected = np.einsum("tri,trj->ij", forward[:-1], arriving, optimize=True) * steps
    np.subtract.at(expected, (labels[:, :-1][follows], labels[:, 1:][follows]), 1.0)
    begin = marginal[:, 0].sum(0)  # the observed first labels are already subtracted
    stop = grad[every, ends].sum(0)
    return log_total - gold, grad, np.concatenate([expected, begin[None], stop[None]])


class Transitions(nn.Module):
    """A linear-chain CRF: scores of each label following each other, of the first and of the last label."""

    def __init__(self, roles: int) -> None:
        super().__init__()
        steps = torch.from_numpy(allowed(roles))
        # A sequence may begin where a label may follow "outside", and end where "outside" may follow it.
        mask = torch.cat([steps, steps[:1], steps[:, 0][None]])
        self.register_buffer("forbidden", torch.where(mask, 0.0, FORBIDDEN), persistent=False)
        self.scores = nn.Parameter(torch.zeros(mask.shape))

    def table(self) -> Tensor:
        return self.scores + self.forbidden

    def loss(self, emissions: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        """The summed negative log likelihood of all rows. emissions (rows, tokens, labels), in float32."""
        return ChainLikelihood.apply(emissions, self.table(), labels, lengths)
