import Foundation
import TestSupport
import Testing

@Suite struct SecrecyTests {
    /// A process that waits while it reads its profile file.
    private func waiting(_ machine: Machine, _ body: (Int32) throws -> Void) throws {
        let fifo = machine.home.path("fifo")
        #expect(mkfifo(fifo, 0o644) == 0)
        let writer = open(fifo, O_RDWR)
        defer { close(writer) }
        let process = try ChildProcess(
            [Program.product("quarterdeck"), "token", "orders", "--config", fifo], environment: machine.environment)
        // It blocks in read(2) after it has opened the file.
        let descriptors = "/proc/\(process.identifier)/fd"
        let deadline = Date(timeIntervalSinceNow: 60)
        while try FileManager.default.contentsOfDirectory(atPath: descriptors).allSatisfy({ name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(descriptors)/\(name)")) != fifo
        }) {
            try #require(Date() < deadline, "it never opened the file")
            sched_yield()
        }
        try body(process.identifier)
    }

    @Test func `there is no core dump, and other processes of the user cannot read the process`() throws {
        let machine = try Machine()
        try waiting(machine) { process in
            let limits = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
            let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
            #expect(core.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
        }
    }

    @Test func `a crash leaves no core file`() throws {
        let machine = try Machine()
        let run = try machine.shell(
            """
            ulimit -c unlimited 2>/dev/null
            mkfifo fifo; exec 9<>fifo
            "$Q" token orders --config fifo 9<&- & victim=$!
            # Not the shell that is about to become it, which has the FIFO open, too.
            until [ /proc/$victim/exe -ef "$Q" ] && ls -l /proc/$victim/fd | grep -q fifo; do :; done
            kill -ABRT $victim; wait $victim; echo "status $?"
            find . -name 'core*'
            """)
        #expect(run.text == "status 134\n", "\(run.text) \(run.errors)")
        // The Swift runtime does not report memory contents either.
        #expect(!run.errors.contains("Registers"))
    }

    @Test func `token and keys appear only where they were requested`() throws {
        let machine = try Machine()
        let session = String(repeating: "SeSsIoN", count: 40)
        let secret = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY"
        machine.environment["AWS_ACCESS_KEY_ID"] = nil
        machine.environment["AWS_SECRET_ACCESS_KEY"] = nil
        try machine.home.write(
            "[default]\naws_access_key_id=ASIAIOSFODNN7EXAMPLE\naws_secret_access_key=\(secret)\naws_session_token=\(session)\n",
            to: ".aws/credentials")
        try machine.home.write("[clipboard]\nformat = \"nonsense\"\n", to: ".config/quarterdeck/settings.toml")
        var seen: [String] = []
        let ways = [
            ["token", "orders"], ["token", "orders", "--format", "pgpass"], ["token", "orders", "--format", "my.cnf"],
            ["copy", "orders"], ["copy", "orders", "--to", machine.home.path], ["list"], ["list", "--json"],
            ["token", "nothing"], ["token", "orders", "--aws-profile", "x"],
        ]
        for arguments in ways {
            let run = try Program.run([Program.product("quarterdeck")] + arguments, environment: machine.environment)
            seen.append(run.errors)
            if arguments[0] != "token" { seen.append(run.text) }
        }
        for file in try #require(FileManager.default.enumerator(atPath: machine.home.path)).compactMap({ $0 as? String }
        )
        where !file.hasPrefix(".aws") && !file.hasSuffix("/clipboard") {
            if let text = try? String(contentsOfFile: machine.home.path(file), encoding: .utf8) { seen.append(text) }
        }
        for text in seen {
            #expect(!text.contains(secret) && !text.contains("SeSsIoN") && !text.contains("X-Amz-Signature"), "\(text)")
        }
    }

    @Test func `the process's arguments and environment contain no token`() throws {
        let machine = try Machine()
        try waiting(machine) { process in
            for name in ["cmdline", "environ"] {
                let text = try String(contentsOfFile: "/proc/\(process)/\(name)", encoding: .utf8)
                #expect(!text.contains("X-Amz"))
            }
        }
    }
}
