#!/usr/bin/env python3
"""Make models/nli from the data and the base weights, in one command.

    python -m models.nli.make --data ../shared/data --work build/nli

Runs the stages of `RECIPE`, each in a folder of its own under `--work`, then writes the model, its metrics and its
card. What stands is not made again, nor what only that needed, and a stage that was interrupted goes on from its
checkpoint: after an interruption, give the same command. Two cores take most of a day's work (see `models.nli.train`
on allocators).

What the teacher told when the shipped model was made is kept beside this file, as `told.npz`, and is taken from there.
With `--new-teacher` one is trained and asked, from all-mpnet-base-v2 by its name on the hub or from a folder; give it
another `--work`.

The shipped run departs from the recipe in five things: the teacher was asked of 12,000 pairs more after the stage
`taught` had begun; that stage was planned for 2,300 batches and extended at 1,662, so that its rate fell twice;
`taught-again` was planned for 2,900 and shortened at 444, before its rate fell; `taught-thrice` was planned for 1,150
and shortened at 620, where its pairs with a denial beside a statement were exchanged for those the rule makes now; and
where it says `taught-twice`, and at the end `read-in-text`, there stood the int8 model made of it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from models.nli.contrast.beside import BESIDE
from models.nli.contrast.neighbours import ANOTHER_DAY
from models.nli.export import HERE
from models.nli.stages import Asked, Averaged, Made, Stage, Trained

KEPT = HERE / "told.npz"
TEACHER_BASE = "sentence-transformers/all-mpnet-base-v2"
FROZEN = "--freeze-embeddings"
LESS_OF_THE_EASY = (  # of short sources made by rule, of long ones, and of those with more pairs than a teacher needs
    "ling_in_loop=0.7 fever_dev=0.55 climate_fever=0.4 counterfactual_snli=0.7 semiauto_base_wiki=0.7 rte=0.6"
    " emergent=0.5 verb_veridicality=0.4 sufficient_facts_fever=0.6 ambient=0.6 sufficient_facts_hover=0.15"
    " semiauto_sim_wiki=0.3 semiauto_translate_wiki=0.3 infotabs=0.1 negation_snli=0.4 negation_mnli=0.8"
    " negation_rte=0.4 check_covid=0.7 nope=0.4 scitail_dev=0.4 sick=0.15 covidfact=0.3 wice_dev=0.6"
    " pawsx_dev_en=0.4 begin_wow=0.3 scifact=0.7 med=0.05 breaking_nli=0.1 mpe=0.1 conjnli_adversarial=0.1"
    " add_one_rte=0.1 politihop=0.2 fracas=0.3"
)
MADE_OR_LONG = (  # of which the teacher knows no more than their labels tell
    "med breaking_nli conjnli_adversarial mpe add_one_rte fracas sick infotabs sufficient_facts_hover"
    " wice_dev politihop covidfact pawsx_dev_en begin_wow"
)
WITHOUT_DAYS = f"--leave-out {ANOTHER_DAY}"  # rules that were not there yet
WITHOUT = f"{WITHOUT_DAYS} {BESIDE}"
RECIPE: tuple[Stage, ...] = (
    Trained("first", "--epochs 0.9 --tokens 2048 --lr 1e-4"),
    Trained(
        "constant",
        f"{FROZEN} --steps 1903 --lr 1.2e-4 --warmup 0.03 --decay 0.0001"
        " --weight infotabs=0.4 ling_in_loop=0.75 fever_symmetric_dev=2 fm2_dev=2",
        start="first",
    ),
    Made("pairs-for-second", f"--limit 16000 --seed 7 {WITHOUT}"),
    Trained(
        "second",
        f"{FROZEN} --steps 1400 --lr 1.2e-4 --warmup 0.02 --decay 0.95 --widened 0.15 --seed 11"
        " --weight infotabs=0.4 ling_in_loop=0.75 fever_symmetric_dev=2 fm2_dev=2",
        start="constant",
        pairs=("pairs-for-second",),
    ),
    Made("pairs-for-third", f"--limit 24000 --seed 23 {WITHOUT}"),
    Trained(
        "third",
        f"{FROZEN} --steps 2800 --max-length 256 --warmup 0.02 --decay 0.6 --widened 0.15 --dropout 0.1 --average 0.998"
        " --seed 23 --weight infotabs=0.4 ling_in_loop=0.75 fever_symmetric_dev=3 fm2_dev=3 wice_dev=3 check_covid=1.5"
        " med=0.5 breaking_nli=0.5 sick=0.6 conjnli_adversarial=0.6",
        start="second",
        pairs=("pairs-for-third",),
    ),
    Averaged("second-and-third", {"second": 0.5, "third": 0.5}),
    # A teacher of five times the size, on half of the pairs; what it tells of all of them; and the small model again.
    Made("pairs-for-teacher", f"--limit 4500 --seed 71 {WITHOUT}"),
    Trained(
        "teacher",
        "--steps 1350 --tokens 2560 --max-length 128 --lr 4e-5 --warmup 0.06 --decay 0.85 --freeze-layers 4 --seed 5"
        f" --weight {LESS_OF_THE_EASY}",
        base=TEACHER_BASE,
        pairs=("pairs-for-teacher",),
    ),
    Made("pairs-for-taught", f"--limit 24000 --seed 71 {WITHOUT}"),
    Made(
        "unlabelled",
        "--each 25000 --leave-out med breaking_nli conjnli_adversarial conjnli_dev infotabs mpe add_one_rte sick fracas"
        " wice_dev sufficient_facts_hover politihop covidfact",
        module="models.nli.unlabelled",
    ),
    Asked(
        "told",
        f"--limit 132000 --leave-out {MADE_OR_LONG}",
        teacher="teacher",
        pairs=("pairs-for-taught", "unlabelled"),
    ),
    Trained(
        "taught",
        "--steps 3500 --max-length 320 --lr 1.5e-4 --warmup 0.03 --decay 0.8 --trust 0.7 --temperature 2 --widened 0.1"
        " --average 0.998 --seed 83"
        " --weight ling_in_loop=1 mnli_dev=1.2 infotabs=0.3 fever_symmetric_dev=2 fm2_dev=2 wice_dev=3 check_covid=1.5"
        " med=0.3 breaking_nli=0.3 sick=0.4 conjnli_adversarial=0.3 mpe=0.4 add_one_rte=0.4"
        " semiauto_sim_wiki=0.7 semiauto_translate_wiki=0.7 climate_fever=0.8 sufficient_facts_hover=0.5"
        " politihop=0.5 begin_wow=0.6",
        start="second-and-third",
        pairs=("pairs-for-taught", "unlabelled"),
        told="told",
    ),
    # It knows the labels of its training pairs by heart: let it forget a part, and learn from the teacher again.
    Averaged("forgetful", {"taught": 1.0}, base=0.35),
    Trained(
        "taught-again",
        "--steps 2500 --max-length 160 --lr 1.8e-4 --warmup 0.03 --decay 0.8 --trust 0.85 --temperature 2 --widened 0.1"
        " --average 0.998 --seed 91"
        " --weight infotabs=0.3 med=0.2 breaking_nli=0.2 sick=0.3 conjnli_adversarial=0.2 mpe=0.3 add_one_rte=0.3"
        " sufficient_facts_hover=0.4 politihop=0.4 begin_wow=0.5 climate_fever=0.6 wice_dev=0.5",
        start="forgetful",
        pairs=("pairs-for-taught", "unlabelled"),
        told="told",
    ),
    Averaged("taught-twice", {"taught": 0.5, "taught-again": 0.5}),
    # The same once more, shorter, with pairs by rule that it has not seen.
    Averaged("forgetful-again", {"taught-twice": 1.0}, base=0.35),
    Made("pairs-beside", f"--limit 30000 --sentences 30000 --seed 137 {WITHOUT_DAYS}"),
    Trained(
        "taught-thrice",
        f"{FROZEN} --steps 1000 --max-length 144 --lr 1.8e-4 --warmup 0.03 --decay 0.8 --trust 0.85 --temperature 2"
        " --widened 0.1 --average 0.997 --seed 101"
        " --weight infotabs=0.2 med=0.1 breaking_nli=0.1 sick=0.2 conjnli_adversarial=0.1 mpe=0.2 add_one_rte=0.2"
        " sufficient_facts_hover=0.3 politihop=0.3 begin_wow=0.3 climate_fever=0.5 wice_dev=0.5 fever_dev=0.6"
        " ling_in_loop=0.5 pawsx_dev_en=0.5 covidfact=0.5 scitail_dev=0.5 unlabelled_near=0.6 contrast_beside_denial=2",
        start="forgetful-again",
        pairs=("pairs-for-taught", "pairs-beside", "unlabelled"),
        told="told",
    ),
    Averaged("taught-three-times", {"taught-twice": 0.65, "taught-thrice": 0.35}),
    # What settles a statement stands in running text: a third of the premises are put into some.
    Made("pairs-for-text", f"--limit 20000 --sentences 30000 --seed 211 {WITHOUT_DAYS}"),
    Trained(
        "in-text",
        f"{FROZEN} --steps 1400 --max-length 320 --lr 1.2e-4 --warmup 0.03 --decay 0.8 --trust 0.85 --temperature 2"
        " --in-text 0.35 --average 0.997 --seed 151"
        " --weight infotabs=0.2 med=0.2 breaking_nli=0.2 sick=0.3 conjnli_adversarial=0.3 mpe=0.3 add_one_rte=0.3"
        " sufficient_facts_hover=0.3 politihop=0.4 begin_wow=0.4 climate_fever=0.6 wice_dev=0.5 fever_symmetric_dev=2"
        " ling_in_loop=0.7 covidfact=0.5 unlabelled_near=0.4 unlabelled_exchanged=0.7 unlabelled_turned=0.7"
        " unlabelled_siblings=0.7",
        start="taught-three-times",
        pairs=("pairs-for-taught", "pairs-for-text", "unlabelled"),
        told="told",
    ),
    Averaged("read-in-text", {"taught-three-times": 0.35, "in-text": 0.65}),
    # The same from there, with pairs of two days, and long premises of which another part is read each time.
    Made("pairs-of-days", "--limit 36000 --sentences 60000 --seed 241"),
    Trained(
        "in-text-again",
        f"{FROZEN} --steps 1100 --max-length 320 --lr 1e-4 --warmup 0.03 --decay 0.8 --trust 0.85 --temperature 2"
        " --in-text 0.4 --thinned wice_dev covidfact --average 0.997 --seed 171"
        " --weight mnli_dev=1.3 infotabs=0.2 med=0.2 breaking_nli=0.2 sick=0.3 conjnli_adversarial=0.3 mpe=0.3"
        " add_one_rte=0.3 sufficient_facts_hover=0.3 begin_wow=0.4 climate_fever=0.6 wice_dev=3 fever_symmetric_dev=2"
        " fm2_dev=2 ling_in_loop=0.7 contrast_another_day=2 unlabelled_near=0.4 unlabelled_exchanged=0.7"
        " unlabelled_turned=0.7 unlabelled_siblings=0.7",
        start="read-in-text",
        pairs=("pairs-for-taught", "pairs-of-days", "unlabelled"),
        told="told",
    ),
    Averaged("read-in-text-twice", {"read-in-text": 0.5, "in-text-again": 0.5}),
)


TRAINING = (  # for the model card
    "from the base encoder 0.9 of an epoch; 1,903 batches of at most 4,096 tokens at a constant rate, the"
    " embedding layer frozen; 1,400 with pairs made by rule and 15 % of the premises widened, the rate falling to"
    " nothing; 2,800 cut at 256 tokens, with dropout and a moving average; the ends of these two averaged; 3,500"
    " beside what a teacher tells of half of the pairs, and of others without labels; a third of the base encoder"
    " mixed in, and from there 2,500 (about 205,000 pairs) beside the teacher again, each source at most once an"
    " epoch; the ends of these two averaged; the same with 1,000, of which the end counts 0.35 in the average; from"
    " there 1,400 (about 70,000 pairs), 35 % of the short premises put into running text of up to 1,200 characters, of"
    " which the end counts 0.65 in the average; and 1,100 so (about 50,000 pairs), with 40 % and with long premises of"
    " which another part is read each time, for half of the average. AdamW, label smoothing 0.05, bfloat16, the last"
    " four runs in float32; two-way rows through log(neutral + contradiction). About eight hours on two cores, and two"
    " for the teacher"
)


def commands(recipe: Sequence[Stage], options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """What is still to be run, module first, under the name of its stage."""
    wanted, missing = {recipe[-1].name}, []
    for stage in reversed(recipe):
        if stage.name in wanted and not stage.result(options.work).exists():
            missing.append(stage)
            wanted |= {*stage.needs}
    steps = [(stage.name, stage.command(options.data, options.work)) for stage in reversed(missing)]
    end = recipe[-1].result(options.work)
    export = ["models.nli.export", "--model", str(end), "--data", str(options.data), "--out", str(options.out)]
    export += ["--training", TRAINING, "--work", str(options.work / "export")]
    return [*steps, ("export", export + (["--compare", str(options.compare)] if options.compare else []))]


def taught(recipe: Sequence[Stage], teacher: str | None) -> list[Stage]:
    """The recipe with a teacher made from the base `teacher`; without one, with what was told and kept."""

    def of(stage: Stage) -> Stage:
        if isinstance(stage, Trained) and stage.base and teacher:
            return replace(stage, base=teacher)
        if isinstance(stage, Trained) and stage.told and not teacher:
            return replace(stage, told=KEPT)
        return stage

    return [of(stage) for stage in recipe]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--work", type=Path, default=Path("build/nli"))
    parser.add_argument("--out", type=Path, default=HERE, help="where the model goes")
    parser.add_argument(
        "--new-teacher", nargs="?", const=TEACHER_BASE, metavar="FOLDER", help="train and ask a teacher, from this base"
    )
    parser.add_argument("--compare", type=Path, help="other weights to measure in the same run")
    parser.add_argument("--show", action="store_true", help="print what is still to be run, and run nothing")
    options = parser.parse_args()
    for name, command in commands(taught(RECIPE, options.new_teacher), options):
        print(f"{name}: python -m {' '.join(command)}", flush=True)
        if not options.show:
            (options.work / name).mkdir(parents=True, exist_ok=True)
            subprocess.run([sys.executable, "-m", *command], check=True)


if __name__ == "__main__":
    main()
