"""Each check is given a tree with a planted fault and must find it, and a clean one and must not."""

import json
import pathlib
import shutil
import tempfile
import unittest

import check_core_purity
import check_documented_commands
import check_floors
import check_format
import check_headers
import check_headers_alone
import check_clang_tidy
import check_leftovers
import check_sizes
from source_tree import Cache, Tree, content_key, includes_of, load_floors, strip_comments_and_text

FLOORS = load_floors()


class PlantedTree(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="centinela-tidy-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.tree = Tree(self.folder)

    def plant(self, path, text):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())

    def assert_finds(self, result, *parts):
        findings, looked_at = result
        self.assertGreater(looked_at, 0)
        self.assertEqual(len(findings), 1, findings)
        for part in parts:
            self.assertIn(part, findings[0])

    def assert_clean(self, result):
        findings, looked_at = result
        self.assertGreater(looked_at, 0)
        self.assertEqual(findings, [])


class Floors(PlantedTree):
    def check(self):
        return check_floors.check(self.tree, FLOORS)

    def test_finds_an_upward_include(self):
        self.plant("src/state/a.cpp", '#include "centinela/fusion/b.h"\n')
        self.assert_finds(self.check(), "src/state/a.cpp:1", "fusion (floor 6)")

    def test_finds_an_include_of_a_sibling(self):
        self.plant("src/kafka/a.cpp", '\n#include "config/config.h"\n')
        self.assert_finds(self.check(), "src/kafka/a.cpp:2", "config (floor 9)")

    def test_finds_an_upward_include_in_a_header(self):
        self.plant("include/centinela/event/a.h", '#include "centinela/codec/b.h"\n')
        self.assert_finds(self.check(), "codec (floor 2)")

    def test_finds_a_module_without_a_floor(self):
        self.plant("src/attic/a.cpp", "int a;\n")
        self.assert_finds(self.check(), "attic")

    def test_lets_a_module_include_itself_and_what_is_below(self):
        self.plant(
            "src/fusion/a.cpp",
            '#include "fusion/b.h"\n#include "centinela/base/result.h"\n'
            '// #include "centinela/pipeline/x.h"\n#include <vector>\n',
        )
        self.plant("src/main/main.cpp", '#include "cli/program.h"\n')
        self.assert_clean(self.check())

    def test_knows_every_module_once(self):
        self.assertEqual(FLOORS["base"], 0)
        self.assertEqual(FLOORS["main"], 10)
        self.assertEqual(len(FLOORS), 24)


class Sizes(PlantedTree):
    def test_finds_a_file_that_is_too_long(self):
        self.plant("src/base/a.cpp", "\n" * 301)
        self.assert_finds(check_sizes.check(self.tree), "301 lines")

    def test_lets_a_file_of_the_limit_pass(self):
        self.plant("src/base/a.cpp", "\n" * 300)
        self.plant("tests/base/a_test.cpp", "\n" * 400)
        self.assert_clean(check_sizes.check(self.tree))


class Headers(PlantedTree):
    def test_finds_a_header_without_an_opening(self):
        self.plant("src/base/a.h", "#pragma once\n")
        self.assert_finds(check_headers.check(self.tree), "opens with no comment")

    def test_finds_a_header_that_names_no_floor(self):
        self.plant("src/base/a.h", "// A.\n#pragma once\n")
        self.assert_finds(check_headers.check(self.tree), "no floor")

    def test_finds_a_header_without_pragma_once(self):
        self.plant("src/base/a.h", "// A. Floor 0.\n")
        self.assert_finds(check_headers.check(self.tree), "#pragma once")

    def test_lets_a_proper_header_pass(self):
        self.plant("src/base/a.h", "// A.\n// Floor 0.\n#pragma once\n")
        self.assert_clean(check_headers.check(self.tree))


class CorePurity(PlantedTree):
    def check(self):
        return check_core_purity.check(self.tree, FLOORS)

    def test_finds_each_banned_thing(self):
        for code in (
            "auto t = std::chrono::system_clock::now();",
            "auto t = time(nullptr);",
            "int x = rand();",
            "#include <random>",
            "#include <iostream>",
            'std::printf("x");',
            'auto* f = fopen("x", "r");',
            "#include <filesystem>",
            "#include <thread>",
            "std::mutex m;",
            'const char* home = getenv("HOME");',
            'spdlog::info("x");',
            "#include <librdkafka/rdkafka.h>",
        ):
            with self.subTest(code):
                self.plant("src/state/a.cpp", code + "\n")
                self.assert_finds(self.check(), "src/state/a.cpp:1")

    def test_lets_words_in_comments_text_and_names_pass(self):
        self.plant(
            "src/state/a.cpp",
            "// std::cout, fopen(), rand()\n"
            'auto s = "time(nullptr) std::thread";\n'
            "auto t = event_time(x); auto u = operand(); auto v = x.time();\n"
            "auto w = open(mark); unlink(slot); /* getenv() */\n",
        )
        self.assert_clean(self.check())

    def test_leaves_the_rind_alone(self):
        self.plant("src/state/a.cpp", "int a;\n")
        self.plant("src/http/a.cpp", "#include <thread>\n")
        self.assert_clean(self.check())


class Leftovers(PlantedTree):
    def test_finds_each_kind(self):
        for text in (
            "// TO" "DO: later\n",
            "// FIX" "ME\n",
            'auto p = "/ho' 'me/ana/x";\n',
            'auto p = "/wo' 'rk/x";\n',
            "<" * 7 + " HEAD\n",
            "int a; \n",
            "int a;\r\n",
        ):
            with self.subTest(text):
                shutil.rmtree(self.folder / "src", ignore_errors=True)
                self.plant("src/base/a.cpp", text)
                findings, _ = check_leftovers.check(self.tree)
                self.assertTrue(findings)

    def test_lets_clean_text_pass(self):
        self.plant("src/base/a.cpp", "// the method of working\nint workload;\n")
        self.assert_clean(check_leftovers.check(self.tree))


class DocumentedCommands(PlantedTree):
    def setUp(self):
        super().setUp()
        self.plant("docs/commands.md", "# Commands\n\n## `centinela demo`\n\n  --duration D\n  --seed N\n")
        self.plant("script/demo", "#!/bin/sh\n")
        (self.folder / "script/demo").chmod(0o755)

    def check(self, line):
        self.plant("README.md", f"# X\n\n```console\n$ {line}\nout centinela nothing\n```\n")
        return check_documented_commands.check(self.tree)

    def test_finds_a_command_that_is_not_there(self):
        self.assert_finds(self.check("centinela dmeo --duration 5s"), "no command centinela dmeo")

    def test_finds_an_option_that_is_not_there(self):
        self.assert_finds(self.check("build/release/centinela demo --time 5s"), "has no --time")

    def test_finds_a_script_that_is_not_there(self):
        self.assert_finds(self.check("script/try --x"), "script/try")

    def test_finds_a_command_that_a_sentence_names(self):
        self.plant("docs/page.md", "Then `centinela bootstrap` reads history; `centinela.yaml` is no command.\n")
        self.assert_finds(self.check("script/demo --duration 5s"), "no command centinela bootstrap")

    def test_lets_what_is_there_pass(self):
        self.assert_clean(self.check("script/demo --duration 5s"))
        self.assert_clean(self.check("./centinela demo --seed 7 | grep --count x"))


@unittest.skipUnless(shutil.which("clang-format-16"), "clang-format-16 is not installed")
class Format(PlantedTree):
    def setUp(self):
        super().setUp()
        self.plant(".clang-format", "BasedOnStyle: Google\n")

    def test_finds_a_file_that_is_formatted_otherwise(self):
        self.plant("src/base/a.cpp", "int   a ;\n")
        findings, _ = check_format.check(self.tree)
        self.assertTrue(findings)
        self.assertIn("clang-format-16 -i", findings[-1])

    def test_lets_a_formatted_file_pass(self):
        self.plant("src/base/a.cpp", "int a;\n")
        self.assert_clean(check_format.check(self.tree))


@unittest.skipUnless(shutil.which("g++-12"), "g++-12 is not installed")
class HeadersAlone(PlantedTree):
    def check(self):
        return check_headers_alone.check(self.tree, [], Cache(self.folder / "cache"))

    def test_finds_a_header_that_needs_another(self):
        self.plant("src/base/a.h", "#pragma once\ninline std::string a() { return {}; }\n")
        self.assert_finds(self.check(), "src/base/a.h", "error")

    def test_looks_again_when_an_included_header_changes(self):
        self.plant("src/base/b.h", "#pragma once\nusing B = int;\n")
        self.plant("src/base/a.h", '#pragma once\n#include "base/b.h"\ninline B a() { return {}; }\n')
        self.assert_clean(self.check())
        self.plant("src/base/b.h", "#pragma once\n")
        self.assert_finds(self.check(), "src/base/a.h")

    def test_leaves_out_what_a_source_includes_before_anything_else(self):
        bad = "#pragma once\ninline std::string {0}() {{ return {{}}; }}\n"
        for name in "ab":
            self.plant(f"src/base/{name}.h", bad.format(name))
        self.plant("src/base/a.cpp", '// About a.\n#include "base/a.h"\n')
        self.plant("src/base/b.cpp", '#include <string>\n#include "base/b.h"\n')
        sources = [pathlib.Path("src/base/a.cpp"), pathlib.Path("src/base/b.cpp")]
        cache = Cache(self.folder / "cache")
        self.assert_finds(check_headers_alone.check(self.tree, [], cache, sources), "src/base/b.h")


@unittest.skipUnless(shutil.which("clang-tidy-16"), "clang-tidy-16 is not installed")
class ClangTidy(PlantedTree):
    def check(self, **sources):
        self.plant(".clang-tidy", "Checks: '-*,bugprone-sizeof-expression'\nWarningsAsErrors: '*'\nHeaderFilterRegex: 'src/'\n")
        entries = []
        for name, code in sources.items():
            self.plant(f"src/base/{name}.cpp", code)
            file = f"{self.folder}/src/base/{name}.cpp"
            entries.append({"directory": str(self.folder), "file": file, "command": f"c++ -o x -c {file}"})
        self.plant("build/compile_commands.json", json.dumps(entries))
        build = self.folder / "build"
        files = check_clang_tidy.production_files(self.tree, build)
        self.groups = [len(paths) for paths, _ in check_clang_tidy.groups_of(self.tree, files)]
        return check_clang_tidy.check(self.tree, files, build, Cache(build / "cache"))

    def test_finds_what_clang_tidy_finds_until_it_is_mended(self):
        self.assert_finds(self.check(a="unsigned long a() { return sizeof(sizeof(int)); }\n"), "sizeof")
        self.assert_clean(self.check(a="unsigned long a() { return sizeof(int); }\n"))

    def test_finds_it_in_any_file_of_a_unit(self):
        sources = {"a": "int a();\n", "b": "unsigned long b() { return sizeof(sizeof(int)); }\n"}
        self.assert_finds(self.check(**sources), "src/base/b.cpp")
        self.assertEqual(self.groups, [2])

    def test_keeps_files_apart_that_share_a_local_name(self):
        first = "int {1}_first() {{\n  return {0};\n}}\n"
        shared = "int limit() {{\n  return {1}_first();\n}}\n"
        local = "namespace {{\n" + first + shared + "}}  // namespace\nint {1}() {{ return limit(); }}\n"
        self.assert_clean(self.check(a=local.format(1, "a"), b=local.format(2, "b")))
        self.assertEqual(self.groups, [1, 1])

    def test_looks_at_files_alone_that_do_not_compile_together(self):
        clash = "struct Hidden {{ int {0}; }};\nunsigned long {0}() {{ return sizeof({1}); }}\n"
        self.assert_clean(self.check(a=clash.format("a", "int"), b=clash.format("b", "int")))
        self.assertEqual(self.groups, [2])
        self.assert_finds(self.check(a=clash.format("a", "int"), b=clash.format("b", "sizeof(int)")), "b.cpp")


class Reading(PlantedTree):
    def test_blanks_comments_and_literals_and_keeps_lines(self):
        code = 'a; // x\n/* y\n z */ b; "t\\"u"; R"(v\n"w)" c; \'"\' d; 1\'000 e;\n'
        stripped = strip_comments_and_text(code)
        for gone in ("x", "y", "z", "t", "u", "v", "w"):
            self.assertNotIn(gone, stripped)
        for kept in ("a;", "b;", "c;", "d;", "e;", "000"):
            self.assertIn(kept, stripped)
        self.assertEqual(len(stripped.splitlines()), len(code.splitlines()))

    def test_reads_includes_outside_comments(self):
        self.assertEqual(
            includes_of('#include "a/b.h"\n// #include "c.h"\n#  include "d.h"\n'),
            [(1, "a/b.h"), (3, "d.h")],
        )

    def test_keys_change_with_every_included_file(self):
        self.plant("src/base/b.h", "1\n")
        self.plant("src/base/a.cpp", '#include "base/b.h"\n')
        path = pathlib.Path("src/base/a.cpp")
        before = content_key(self.tree, path, "")
        self.assertNotEqual(before, content_key(self.tree, path, "other flags"))
        self.plant("src/base/b.h", "2\n")
        self.assertNotEqual(before, content_key(self.tree, path, ""))


if __name__ == "__main__":
    unittest.main()
