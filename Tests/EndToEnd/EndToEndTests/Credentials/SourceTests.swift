import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Every source of credentials in the sandbox's AWS, from the program's arguments to a login at a server with Aurora's
/// checks. The local STS checks signatures, session tokens and codes.
@Suite struct SourceTests {
    private let sandbox: SandboxDescription
    private let home: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        home = try TemporaryDirectory()
    }

    private func token(_ arguments: [String], _ variables: [String: String] = [:]) throws -> Program {
        try Program.run(
            [Program.product("quarterdeck"), "token", "harbor"] + arguments,
            environment: sandbox.env.merging(["HOME": home.path]) { $1 }.merging(variables) { $1 })
    }

    private func opens(_ run: Program) throws {
        try #require(run.status == 0, "\(run.errors)")
        #expect(try sandbox.psql(run.text).text == "jane_doe\n")
        #expect(run.text.contains("X-Amz-Security-Token="))
        // The audit and the file of authorities stand there; nothing else does.
        let paths = FileManager.default.enumerator(atPath: home.path)?.allObjects as? [String] ?? []
        let kept = paths.filter { !$0.hasPrefix(".local") && !$0.hasPrefix(".cache") }
        #expect(kept.isEmpty, "\(kept)")
    }

    @Test(arguments: ["role", "chain", "web"])
    func `a profile's role opens a session`(profile: String) throws {
        try opens(token(["--aws-profile", profile]))
    }

    @Test func `the container's and the instance's role open a session`() throws {
        let nothing = ["AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"]
        let container = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": sandbox.container.full_uri,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": sandbox.container.authorization_token,
        ]
        try opens(token([], nothing.merging(container) { $1 }))
        let endpoint = try #require(sandbox.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"])
        try #require(endpoint.hasPrefix("http://127.0.0.1:"))
        try opens(token([], nothing.merging(["AWS_EC2_METADATA_DISABLED": "false"]) { $1 }))
    }

    @Test func `the AWS CLI renews the keys of aws login, and the new keys open a session`() throws {
        let original = try #require(sandbox.env["AWS_LOGIN_CACHE_DIRECTORY"])
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: original).first)
        let file = "cache/" + name
        let text = try String(contentsOfFile: original + "/" + name, encoding: .utf8)
        let ended = text.replacing(/"expiresAt":"[^"]*"/, with: #""expiresAt":"2020-01-01T00:00:00Z""#)
        let caches = try TemporaryDirectory()
        try caches.write(ended, to: file)
        let variables = ["AWS_LOGIN_CACHE_DIRECTORY": caches.path("cache"), "PATH": "/nowhere"]
        let refused = try token(["--aws-profile", "login"], variables)
        #expect(refused.status == 77)
        #expect(refused.errors.contains("any AWS CLI command renews them"), "\(refused.errors)")
        let programs = sandbox.state + "/aws/bin:/usr/bin:/bin"
        try opens(token(["--aws-profile", "login"], variables.merging(["PATH": programs]) { $1 }))
        #expect(try caches.text(file) != ended)
        // Without the AWS CLI the renewed keys still open a session.
        try opens(token(["--aws-profile", "login"], variables))
    }

    @Test func `a role that needs a code reports that there is no terminal`() throws {
        let run = try token(["--aws-profile", "mfa"])
        #expect(run.status == 77)
        #expect(run.text.isEmpty)
        #expect(
            run.errors == """
                quarterdeck: the role of profile "mfa" asks for an MFA code
                  why: there is no terminal to ask for the code of arn:aws:iam::123456789012:mfa/jane on
                  try: run the command in a terminal, or log in there first: aws sts get-caller-identity --profile mfa

                """)
    }

    @Test func `a missing SSO login shows what to type`() throws {
        let run = try token(["--aws-profile", "sso"])
        #expect(run.status == 77)
        #expect(run.errors.hasSuffix("  try: aws sso login --profile sso\n"))
    }

    /// Runs the program on its own terminal, with separate standard output; the script reads the screen and types.
    private func onTerminal(
        _ profile: String, _ script: String, path: String? = nil,
        variables: [String: String] = [:]
    ) throws -> (
        status: Int, output: String, shown: String
    ) {
        let driver = """
            import json, os, pty, re, select, signal, sys, termios, urllib.request
            (reading, writing), (waiting, ready) = os.pipe(), os.pipe()
            child, terminal = pty.fork()
            if child == 0:
                os.read(waiting, 1)
                os.dup2(writing, 1)
                os.execv(sys.argv[1], sys.argv[1:])
            os.close(writing)
            before = termios.tcgetattr(terminal)
            os.write(ready, b"x")
            shown, output = b"", b""
            def until(text):
                global shown
                while text not in shown:
                    if not select.select([terminal], [], [], 60)[0]: raise SystemExit(f"never: {text} in {shown}")
                    try: shown += os.read(terminal, 4096)
                    except OSError: raise SystemExit(f"ended before {text}: {shown}")
            def type(text): os.write(terminal, text)
            \(script.split(separator: "\n").joined(separator: "\n"))
            while True:
                try: more = os.read(terminal, 4096)
                except OSError: break
                if not more: break
                shown += more
            while True:
                more = os.read(reading, 4096)
                if not more: break
                output += more
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            json.dump({"status": status, "output": output.decode(), "shown": shown.decode()}, sys.stdout)
            """
        struct Reply: Decodable { let status: Int, output: String, shown: String }
        let run = try Program.run(
            [
                Oracle.python, "-c", driver, Program.product("quarterdeck"), "token", "harbor",
                "--aws-profile", profile,
            ],
            // The path contains no AWS CLI.
            environment: sandbox.env.merging(["HOME": home.path, "PATH": path ?? "/nowhere"]) { $1 }
                .merging(variables) { $1 })
        try #require(run.status == 0, "\(run.errors)")
        let reply = try JSONDecoder().decode(Reply.self, from: run.output)
        return (reply.status, reply.output, reply.shown)
    }

    @Test func `a code is typed hidden on the terminal, once for a while`() throws {
        let run = try onTerminal(
            "mfa",
            #"until(b"MFA code of arn:aws:iam::123456789012:mfa/jane for"); until(b": "); type(b"9\x7f123456\r")"#)
        #expect(run.status == 0, "\(run.shown)")
        #expect(!run.shown.contains("123456\r") && run.shown.contains("******"))
        #expect(try sandbox.psql(run.output).text == "jane_doe\n")
        // The next command finds the AWS CLI's cache, without a terminal.
        let again = try token(["--aws-profile", "mfa"])
        #expect(again.status == 0, "\(again.errors)")
        let kept = try home.names(".aws/cli/cache")
        #expect(kept.count == 1)
        #expect(home.mode(".aws/cli/cache/\(kept[0])") == 0o600)
    }

    @Test func `Ctrl-C at the prompt ends the command and restores the terminal`() throws {
        let run = try onTerminal(
            "mfa",
            """
            until(b": ")
            while termios.tcgetattr(terminal)[3] == before[3]: pass
            type(b"12\\x03")
            until(b"interrupted")
            assert termios.tcgetattr(terminal)[3] == before[3]
            """)
        #expect(run.status == 130)
        #expect(run.output.isEmpty)
    }

    @Test func `a signal at the prompt restores the terminal`() throws {
        let run = try onTerminal(
            "mfa",
            """
            until(b": ")
            while termios.tcgetattr(terminal)[3] == before[3]: pass
            os.kill(child, signal.SIGTERM)
            while termios.tcgetattr(terminal)[3] != before[3]: pass
            """)
        #expect(run.status == -15)
        #expect(run.output.isEmpty)
    }

    @Test func `a wrong code is requested once more and then refused in AWS's words`() throws {
        let run = try onTerminal(
            "mfa",
            #"""
            until(b": ")
            type(b"000000\r")
            until(b"the code was refused; wait for the next one and try again")
            while shown.count(b"MFA code of") < 2: shown += os.read(terminal, 4096)
            type(b"000000\r")
            """#)
        #expect(run.status == 77)
        #expect(run.shown.contains("MultiFactorAuthentication failed with invalid MFA one time pass code."))
    }

    @Test func `an SSO login works on the spot without the AWS CLI`() throws {
        let run = try onTerminal(
            "sso",
            #"""
            until(b"Log in now? [Y/n] ")
            type(b"\r")
            until(b"before ")
            page = re.search(rb"open (http\S+) in a browser", shown).group(1).decode()
            assert page.startswith("http://127.0.0.1:")
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(page).read()
            """#)
        #expect(run.status == 0, "\(run.shown)")
        #expect(try sandbox.psql(run.output).text == "jane_doe\n")
        let again = try token(["--aws-profile", "sso"])
        #expect(again.status == 0, "\(again.errors)")
        let kept = try home.names(".aws/sso/cache")
        #expect(kept.count == 1)
        #expect(home.mode(".aws/sso/cache/\(kept[0])") == 0o600)
        // A user who declines sees what to type.
        try home.remove(".aws")
        let declined = try onTerminal("sso", #"until(b"[Y/n] "); type(b"n")"#)
        #expect(declined.status == 77)
        #expect(declined.shown.contains("aws sso login --profile sso"))
    }

    /// An AWS CLI that prints its version and records its arguments; its path.
    private func awsCLI(version: String) throws -> String {
        let script = """
            #!/bin/sh
            [ "$*" = --version ] && { \(version); exit 0; }
            echo "aws $*" | tee '\(home.path("asked"))'; exit 3

            """
        try home.program(script, to: "bin/aws")
        return home.path("bin") + ":/usr/bin:/bin"
    }

    @Test func `an installed AWS CLI performs the login without using standard output`() throws {
        let path = try awsCLI(version: "echo aws-cli/2.32.1 Python/3.13.4 Linux/6")
        let question = #"until(b"Log in now? [Y] aws sso login --profile sso  [c] with a code, here  [n] no: "); "#
        let run = try onTerminal("sso", question + #"type(b"y")"#, path: path)
        #expect(try home.text("asked") == "aws sso login --profile sso\n")
        #expect(run.status == 77)
        #expect(run.output.isEmpty)
        #expect(run.shown.contains("yes\r\naws sso login --profile sso\r\n"))
        // Quarterdeck's own login is still possible.
        let own = try onTerminal("sso", question + #"type(b"c"); until(b"before "); type(b"\x03")"#, path: path)
        #expect(own.shown.contains("and confirm the code"))
    }

    @Test(arguments: [
        "echo aws-cli/1.42.1 Python/3.11", "echo aws-cli/1.16.0 >&2", "echo AWS", ":", "echo aws-cli/x", "exit 1",
        "kill -9 $$",
    ])
    func `an AWS CLI that cannot log in is not offered`(version: String) throws {
        let path = try awsCLI(version: version)
        let run = try onTerminal("sso", #"until(b"Log in now? [Y/n] "); type(b"n")"#, path: path)
        #expect(run.status == 77)
        #expect(!FileManager.default.fileExists(atPath: home.path("asked")))
    }

    @Test(arguments: [#"\x03"#, #"\x04"#])
    func `Ctrl-C at the login prompt ends the command`(key: String) throws {
        let run = try onTerminal("sso", "until(b\"[Y/n] \"); type(b\"\(key)\")")
        #expect(run.status == 130, "\(run.shown)")
    }

    @Test(arguments: ["harbor", "ferry"])
    func `other programs log in with a role, too`(cluster: String) throws {
        let program = cluster == "harbor" ? ["psql", "-Atc", "select 1"] : ["mariadb", "-NBe", "select 1"]
        let run = try Program.run(
            [Program.product("quarterdeck"), "exec", cluster, "--aws-profile", "role", "--"] + program,
            environment: sandbox.env.merging(["HOME": home.path]) { $1 })
        #expect(run.text == "1\n", "\(run.errors)")
    }

    @Test func `a credential process may prompt on a command's terminal`() throws {
        let keys = #"{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"S"}"#
        let script = """
            #!/bin/bash
            read -r -p 'vault: ' answer < /dev/tty
            test "$answer" = opens && echo '\(keys)'
            """
        let program = try home.program(script, to: "vault")
        try home.write("[profile vault]\ncredential_process = \(program)\n", to: "config")
        let run = try onTerminal(
            "vault", #"until(b"vault: "); type(b"opens\r")"#, variables: ["AWS_CONFIG_FILE": home.path("config")])
        #expect(run.status == 0, "\(run.shown)")
        #expect(run.output.contains("AKIAPROCESS"))
    }
}
