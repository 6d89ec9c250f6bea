"""Prints vi commands and Vim's results, one case a line: text, keys and new text, separated by tabs.

`|` is the cursor, `¶` the end of a line; keys have the names of the settings. VimRecordings.swift leaves out the few
percent of cases in which the editor differs deliberately, mostly Vim's peculiarities at the ends of a text.

Usage: record_vim.py [SEED [COUNT]]
"""
import json
import random
import subprocess
import sys
import tempfile

TEXTS = [
    "select f(a, (b + 1))\n  from t\n\nx 'q q' \"r\"\n", "one two three\n\n\n  four, five-six\nseven\n", "(\n  a\n)\nb",
    "foo(bar, baz(1), [2])  end\n  x",
    "äöü 表示 test e\u0301x\n日本語 ok", "  \n   \nabc  \n",
    "{\n    a;\n    b\n}\n", "a.b.c,,d  e\n  f", "x y\nzz",
]
MOTIONS = list("hjkl0^$wbeWBEG") + ["gg", "ge", "gE", "g_", "+", "-", "_", "}", "{", "%", "f ", "t ", "fa", "ta", "F ",
                                    "T ", "fe", "2|", "5|", "fa;", "t ;", "f ,"]
OBJECTS = ["iw", "aw", "iW", "aW", "i(", "a(", "i'", "a'", 'i"', 'a"', "ip", "ap", "i{", "a{", "i[", "ib"]
TYPED = ["x", "foo", "a b", "<CR>", "z<BS>", "q<CR>w", "foo bar<C-w>", "é", "  y"]
NAMES = {"<Esc>": "<escape>", "<CR>": "<enter>", "<BS>": "<backspace>", "<C-w>": "<ctrl-w>", "<C-r>": "<ctrl-r>"}


def command(r):
    count = lambda: r.choice(["", "", "", "2", "3"])
    motion = lambda: count() + r.choice(MOTIONS)
    kind = r.randrange(9)
    if kind == 0:
        return motion()
    if kind == 1:
        operator = r.choice(["d", "d", "y", "c", ">", "<", "gu", "gU", "g~"])
        return count() + operator + motion() + (r.choice(TYPED) + "<Esc>" if operator == "c" else "")
    if kind == 2:
        operator = r.choice(["d", "y", "c", "gU"])
        return operator + count() + r.choice(OBJECTS) + (r.choice(TYPED) + "<Esc>" if operator == "c" else "<Esc>")
    if kind == 3:
        line = r.choice(["dd", "yy", ">>", "<<", "cc", "S", "C", "D", "x", "X", "s", "Y", "guu", "g~~"])
        return count() + line + (r.choice(TYPED) + "<Esc>" if line in ("cc", "S", "C", "s") else "")
    if kind == 4:
        return count() + r.choice("iaIAoOR") + r.choice(TYPED) + r.choice(TYPED) + "<Esc>"
    if kind == 5:
        return "yy" + motion() + count() + r.choice("pP")
    if kind == 6:
        return count() + r.choice(["J", "gJ", "~", "ra", "r<CR>", "J"])
    if kind == 7:
        return r.choice(["x", "dw", "ciwz<Esc>", ">>", "A;<Esc>"]) + motion() + r.choice([".", "2.", "u", "u<C-r>"])
    keys = r.choice("vvV") + "".join(motion() if r.random() < .8 else r.choice(OBJECTS) for _ in range(2))
    last = r.choice(["d", "y", "c", "J", "~", "u", "U", ">", "<", "ra", "od", "<Esc>"])
    return keys + last + (r.choice(TYPED) + "<Esc>" if last == "c" else "<Esc>")


def main():
    seed, count = (int(word) for word in (sys.argv[1:] + ["1", "500"][len(sys.argv) - 1:]))
    r = random.Random(seed)
    quoted = lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    cases, script = [], [
        "set nocp enc=utf-8 ai sw=4 et ts=4 bs=indent,eol,start noswapfile vb t_vb= fo= nrformats= noeol nofixeol",
        "let out=[]"]
    for _ in range(count):
        text = r.choice(TEXTS)
        lines = text.split("\n")
        number = r.randrange(len(lines))
        places = [i for i in range(len(lines[number])) if lines[number][i] != "\u0301"] or [0]
        column = len(lines[number][:r.choice(places)].encode())
        keys = command(r)
        cases.append((text, number, column, keys))
        pressed = quoted(keys)[1:-1].replace("<", "\\<lt>")
        for name in NAMES:
            pressed = pressed.replace("\\<lt>" + name[1:], "\\" + name)
        script += [
            "enew!", "set ul=-1", "call setline(1,split(%s,'\\n',1))" % quoted(text), "set ul=1000",
            "call cursor(%d,%d)" % (number + 1, column + 1), 'call feedkeys("%s","tx")' % pressed,
            "call add(out,[getline(1,'$'),line('.')-1,col('.')-1])"]
    with tempfile.TemporaryDirectory() as folder:
        script += ["call writefile([json_encode(out)],'%s/out')" % folder, "qa!"]
        with open(folder + "/script", "w") as file:
            file.write("\n".join(script))
        subprocess.run(["vim", "-u", "NONE", "-i", "NONE", "-N", "-n", "-es", "-S", folder + "/script"],
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb"}, timeout=600)
        with open(folder + "/out") as file:
            results = json.load(file)

    def marked(lines, number, column):
        line = lines[number].encode()
        lines = lines[:number] + [(line[:column] + b"|" + line[column:]).decode()] + lines[number + 1:]
        return "¶".join(lines)

    for (text, number, column, keys), result in zip(cases, results):
        named = keys.replace("<", "<lt>")
        for name, own in NAMES.items():
            named = named.replace("<lt>" + name[1:], own)
        print(marked(text.split("\n"), number, column), named, marked(*result), sep="\t")


main()
