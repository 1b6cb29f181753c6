"""What the image, the compose file and the systemd unit name exists, as far as that can be told without an engine.

CENTINELA_BINARY is the program, CENTINELA_SOURCE the source tree.
"""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCE = os.environ["CENTINELA_SOURCE"]
BINARY = os.environ["CENTINELA_BINARY"]


def text_of(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


def run(*arguments, **environment):
    done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60,
                          env={"PATH": os.environ["PATH"], **environment})
    return done.returncode, done.stdout, done.stderr


def settings(*arguments, **environment):
    """The configuration in force, as path: value."""
    status, out, error = run("print-config", *arguments, **environment)
    if status != 0:
        raise AssertionError(error)
    found, section = {}, ""
    for line in out.splitlines():
        name, _, value = line.strip().partition(": ")
        if not line.startswith(" "):
            section = name.rstrip(":")
        elif line.startswith("  ") and not line.startswith("   "):
            found[f"{section}.{name.rstrip(':')}"] = value.strip("'\"")
    return found


def packages(text):
    return set(re.findall(r"(?<![\w/])[a-z][a-z0-9.+-]+\d*(?=[\s\\])", text))


class Dockerfile(unittest.TestCase):
    def setUp(self):
        joined = text_of("docker", "Dockerfile").replace("\\\n", " ")
        self.steps = [line.split(None, 1) for line in joined.splitlines() if re.match(r"[A-Z]+ ", line)]

    def steps_of(self, word):
        return [rest for step, rest in self.steps if step == word]

    def installed(self, stage):
        command = [rest for rest in self.steps_of("RUN") if "apt-get install" in rest][stage]
        return set(re.search(r"--no-install-recommends(.*?)&&", command).group(1).split())

    def test_copies_only_what_the_context_has(self):
        ignored = [line.rstrip("/") for line in text_of(".dockerignore").split() if not line.startswith("#")]
        for rest in self.steps_of("COPY"):
            if rest.startswith("--from="):
                continue
            for place in rest.split()[:-1]:
                self.assertTrue(os.path.exists(os.path.join(SOURCE, place)), place)
                self.assertFalse(any(place == each or place.startswith(each + "/") for each in ignored), place)

    def test_ignores_what_a_build_leaves_behind(self):
        ignored = text_of(".dockerignore").split()
        for place in ("build/", ".git/"):
            self.assertIn(place, ignored)

    def test_the_build_stage_installs_what_the_build_needs(self):
        wanted = re.search(r"demo_packages=\((.*?)\)", text_of("script", "bootstrap"), re.DOTALL).group(1).split()
        # The image has no history to name a revision from, and Debian's zones come with the last stage.
        self.assertEqual(set(wanted) - self.installed(0), {"git", "tzdata"})

    def test_the_last_stage_installs_every_library_that_the_program_loads(self):
        if shutil.which("dpkg") is None:
            self.skipTest("needs Debian's dpkg to tell which package a library is of")
        needed = subprocess.run(["objdump", "-p", BINARY], capture_output=True, text=True, check=True).stdout
        of_the_base = {"libc6", "libstdc++6", "libgcc-s1", "libcrypt1"}
        for library in re.findall(r"NEEDED\s+(\S+)", needed):
            owner = subprocess.run(["dpkg", "-S", library], capture_output=True, text=True, check=True).stdout
            owners = {line.split(":")[0] for line in owner.splitlines() if line.endswith("/" + library)}
            if library.startswith("lib") and not owners & of_the_base:
                self.assertTrue(owners & self.installed(1), f"{library} is of {owners}")

    def test_runs_as_nobody_in_particular(self):
        user, group = self.steps_of("USER")[-1].split(":")
        self.assertTrue(user.isdigit() and group.isdigit() and int(user) > 0 and int(group) > 0)
        places = [step for step, _ in self.steps]
        self.assertLess(places.index("USER"), places.index("ENTRYPOINT"))
        self.assertTrue(any(f"install -d -o {user} -g {group}" in rest for rest in self.steps_of("RUN")))

    def test_places_are_the_defaults_of_the_configuration(self):
        known = settings()
        self.assertEqual(self.steps_of("EXPOSE"), [known["http.listen"].rsplit(":", 1)[1]])
        self.assertEqual(self.steps_of("VOLUME"), [f'["{known["state.directory"]}"]'])

    def test_commands_are_understood_by_the_program(self):
        entry = re.findall(r'"([^"]*)"', self.steps_of("ENTRYPOINT")[0])
        command = re.findall(r'"([^"]*)"', self.steps_of("CMD")[0])
        self.assertEqual(entry, ["/usr/bin/centinela"])
        status, help_text, _ = run(command[0], "--help")
        self.assertEqual(status, 0)
        for option in command[1:]:
            if option.startswith("--"):
                self.assertIn(option, help_text)
        copied = {rest.split()[-1]: rest.split()[0] for rest in self.steps_of("COPY")}
        self.assertIn(command[-1], copied, "the configuration that it is started with is in the image")
        self.assertEqual(run("print-config", "--config", os.path.join(SOURCE, copied[command[-1]]))[0], 0)
        check = re.findall(r'"([^"]*)"', self.steps_of("HEALTHCHECK")[0].split("CMD")[1])
        self.assertEqual(check[0], entry[0])
        self.assertEqual(run(*check[1:], "--help")[0], 0)

    def test_says_the_version_of_the_project(self):
        version = re.search(r"project\(\s*\S+\s+VERSION (\S+)", text_of("CMakeLists.txt")).group(1)
        self.assertIn(f'image.version="{version}"', text_of("docker", "Dockerfile"))
        for image in re.findall(r"image: centinela:(\S+)", text_of("docker", "compose.yaml")):
            self.assertEqual(image, version)


class Compose(unittest.TestCase):
    def setUp(self):
        self.text = text_of("docker", "compose.yaml")
        body = re.search(r"(?ms)^services:\n(.*?)^volumes:", self.text).group(1)
        parts = re.split(r"(?m)^  (\w+):\n", body)[1:]
        self.services = dict(zip(parts[::2], parts[1::2]))

    def test_mounts_only_files_that_exist(self):
        mounts = re.findall(r"(\.{1,2}/[^:\s]+):/", self.text)
        self.assertGreaterEqual(len(mounts), 6)
        for place in mounts:
            self.assertTrue(os.path.exists(os.path.join(SOURCE, "docker", place)), place)

    def test_publishes_on_loopback_only(self):
        for ports in re.findall(r"ports: \[(.*?)\]", self.text):
            self.assertRegex(ports, r'^"127\.0\.0\.1:\d+:\d+"$')

    def test_makes_the_topics_that_the_daemon_reads_and_writes(self):
        known = settings("--config", os.path.join(SOURCE, "config", "centinela.yaml"))
        made = set(re.findall(r"--topic (\S+)", self.services["topics"]))
        self.assertEqual(made, {known["kafka.topics"].strip("[]"), known["alerting.topic"], known["kafka.dead_letters"]})

    def test_the_daemon_understands_its_environment_and_options(self):
        service = self.services["centinela"]
        environment = dict(re.findall(r"(?m)^      (CENTINELA_\w+): (\S+)$", service))
        self.assertEqual(len(environment), 3)
        options = re.findall(r"(?m)^      - (\S+)$", service.split("environment:")[0].split("command:")[1])
        self.assertEqual(options[0], "run")
        arguments = [each.replace("/etc/centinela", os.path.join(SOURCE, "config")) for each in options[1:]]
        known = settings(*arguments, **environment)
        self.assertEqual(known["kafka.bootstrap_servers"], "kafka:9092")
        self.assertEqual(known["http.listen"], "0.0.0.0:9464")
        self.assertEqual(known["alerting.alertmanagers"], "['http://alertmanager:9093']"
                         if "'" in known["alerting.alertmanagers"] else "[http://alertmanager:9093]")

    def test_the_token_key_lies_where_the_daemon_looks_for_it(self):
        state = settings()["state.directory"]
        self.assertIn(f"--new-key {state}/token.key", self.services["token"])
        self.assertIn(f"state:{state}", self.services["token"])
        self.assertIn(f"state:{state}", self.services["centinela"])

    def test_names_are_those_of_its_services(self):
        prometheus = text_of("docker", "prometheus.yml")
        for name, port in re.findall(r"'(\w+):(\d+)'", prometheus):
            self.assertIn(name, self.services)
        for name in re.findall(r"url: http://(\w+):", text_of("config", "grafana", "provisioning", "datasources",
                                                               sorted(os.listdir(os.path.join(
                                                                   SOURCE, "config/grafana/provisioning/datasources")))[0])):
            self.assertIn(name, self.services)

    def test_the_daemon_waits_longer_for_its_end_than_it_needs(self):
        grace = int(re.search(r"stop_grace_period: (\d+)s", self.text).group(1))
        unit = int(re.search(r"TimeoutStopSec=(\d+)", text_of("config", "centinela.service")).group(1))
        self.assertGreater(min(grace, unit), 20, "a drain takes 20 s at most")


class Unit(unittest.TestCase):
    def setUp(self):
        self.text = text_of("config", "centinela.service")

    def test_its_commands_are_understood_by_the_program(self):
        for word, arguments in re.findall(r"(?m)^(ExecStart(?:Pre)?)=/usr/bin/centinela (.*)$", self.text):
            command, *options = arguments.split()
            status, help_text, _ = run(command, "--help")
            self.assertEqual(status, 0, word)
            for option in options:
                if option.startswith("--"):
                    self.assertIn(option, help_text)

    def test_its_state_is_where_the_configuration_has_it(self):
        name = re.search(r"(?m)^StateDirectory=(\S+)$", self.text).group(1)
        self.assertEqual(settings()["state.directory"], "/var/lib/" + name)

    def test_it_waits_to_be_told_and_is_not_restarted_for_a_wrong_configuration(self):
        self.assertIn("\nType=notify\n", self.text)
        self.assertRegex(self.text, r"(?m)^WatchdogSec=\d+$")
        self.assertRegex(self.text, r"(?m)^RestartPreventExitStatus=.*\b78\b")

    def test_systemd_finds_nothing_wrong_and_little_exposed(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("needs systemd-analyze")
        with tempfile.TemporaryDirectory() as folder:
            unit = os.path.join(folder, "centinela.service")
            with open(unit, "w", encoding="utf-8") as file:
                file.write(self.text.replace("/usr/bin/centinela", BINARY)
                           .replace("file:///usr/share/doc/centinela", "file://" + folder))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True,
                                  timeout=60)
            self.assertEqual((done.returncode, done.stderr.strip()), (0, ""))
            done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", unit],
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, "exposure above 2.0:\n" + done.stdout[-600:])


if __name__ == "__main__":
    unittest.main()
