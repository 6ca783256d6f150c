"""Print the two commands of the README's section "Two commands", one per line, so that CI runs what the README says."""

import re
import sys
from pathlib import Path

readme = Path(__file__).resolve().parents[1] / "README.md"
section = readme.read_text(encoding="utf-8").split("## Two commands", 1)[1].split("\n## ", 1)[0]
commands = [block.strip() for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)]
if len(commands) != 2 or any("\n" in command for command in commands):
    raise SystemExit(f"{readme}: the section 'Two commands' has no two commands of one line each")
sys.stdout.write("".join(f"{command}\n" for command in commands))
