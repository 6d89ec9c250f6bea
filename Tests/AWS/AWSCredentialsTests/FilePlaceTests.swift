import Failures
import Foundation
import SigV4
import TestSupport
import Testing

@testable import AWSCredentials

/// The file that a variable names, compared with botocore, because another file means another identity.
@Suite struct FilePlaceTests {
    /// A machine; `@` in variables stands for its home directory.
    private struct Machine: Encodable {
        var environment: [String: String]
        var files: [String: String]
        var profile: String?

        func ours() throws -> (answer: String, warnings: [String]) {
            let folder = try TemporaryDirectory()
            for (path, text) in files { try folder.write(text, to: path) }
            let variables = environment.mapValues { $0.replacing("@", with: folder.path) }
                .merging(["AWS_EC2_METADATA_DISABLED": "true"]) { own, _ in own }
            let environment = AWSEnvironment(variables: variables, home: folder.path)
            let files = try AWSFiles(reading: environment)
            let lookup = CredentialLookup(
                choice: profile.map { .flag($0) } ?? .environment, environment: environment, files: files,
                now: Situation.now)
            switch ProviderChain.standard.explain(lookup).outcome {
            case .success(let found): return (found.credentials.accessKeyID, files.warnings)
            case .failure(let failure):
                let isMissing = failure.what.hasPrefix("there is no AWS profile")
                return (isMissing ? "no profile" : "none", files.warnings)
            }
        }
    }

    /// Notations of a path, most of which need expansion; `NAME` is the file's own name.
    private static let forms = [
        "@/alt/NAME", "$ALT/NAME", "${ALT}/NAME", "$HOME/alt/NAME", "${HOME}/alt/NAME", "~/alt/NAME",
        "~root/..@/alt/NAME", "~nobody-at-all/alt/NAME", "$NOPE/NAME", "${NOPE}/NAME", "$ALT_/NAME", "$ALTx/NAME",
        "${ALT/NAME", "$$ALT/NAME", "@/alt/$FILE", "@/alt/${FILE}", "@/alt/$FILE$EMPTY", "$EMPTY", "", "$", "~",
        "/dev/null", "@/alt", "@/nowhere/NAME", "@/alt/NAME/", "$TILDE/alt/NAME", "${TILDE}root/..@/alt/NAME", "$LOOP",
        "x~/alt/NAME", "~\\/alt/NAME", "${}/NAME", "$\u{fc}/NAME", "@//alt/./NAME", "$ALT\u{301}/NAME", "$1/NAME",
        " @/alt/NAME", "$a b/NAME", "${a b}/NAME", "~$USERNAME/..@/alt/NAME", "@/link-NAME",
    ]

    private static func machine(_ random: inout SeededGenerator) -> Machine {
        func keys(_ name: String) -> String { "aws_access_key_id = \(name)\naws_secret_access_key = S\n" }
        var files = [
            "alt/config": "[default]\nregion = eu-west-1\n[profile alt]\n" + keys("AKIAALTCONFIG"),
            "alt/credentials": "[other]\n" + keys("AKIAALTOTHER"),
        ]
        if random.next() % 2 == 0 {
            let printed = #"{"Version":1,"AccessKeyId":"AKIAALTPROCESS","SecretAccessKey":"S"}"#
            files["alt/config", default: ""] = "[default]\ncredential_process = /bin/echo '\(printed)'\n[profile alt]\n"
        }
        if random.next() % 2 == 0 { files["alt/credentials"] = "[default]\n" + keys("AKIAALTCREDENTIALS") }
        if random.next() % 3 != 0 { files[".aws/config"] = "[default]\n" + keys("AKIAUSUALCONFIG") }
        if random.next() % 3 != 0 { files[".aws/credentials"] = "[default]\n" + keys("AKIAUSUALCREDENTIALS") }
        files["link-config"] = "[default]\n" + keys("AKIALINKED")
        var environment = [
            "HOME": random.pick(["@", "@", "@", "@/", "@//", ""]), "PATH": "/usr/bin:/bin", "ALT": "@/alt", "EMPTY": "",
            "TILDE": "~", "LOOP": "$ALT/config", "a b": "@/alt", "USERNAME": "root", "1": "@/alt",
        ]
        for (variable, name) in [("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")]
        where random.next() % 4 != 0 {
            environment[variable] = random.pick(forms).replacing("NAME", with: name)
        }
        environment["FILE"] = random.pick(["config", "credentials"])
        return Machine(environment: environment, files: files, profile: random.pick([nil, nil, nil, "default", "alt"]))
    }

    @Test func `1,000 notations of the AWS files' paths lead to the same key as in botocore`() throws {
        var random = SeededGenerator(seed: 13)
        let machines = (0..<1_000).map { _ in Self.machine(&random) }
        let expected = try Oracle.ask("botocore_files.py", beside: #filePath, machines, as: [String].self)
        var outcomes: [String: Int] = [:]
        for (machine, theirs) in zip(machines, expected) {
            let ours = try machine.ours().answer
            outcomes[theirs, default: 0] += 1
            #expect(ours == theirs, "\(machine)")
        }
        for outcome in [
            "AKIAALTCONFIG", "AKIAALTPROCESS", "AKIAALTCREDENTIALS", "AKIAUSUALCONFIG", "AKIAUSUALCREDENTIALS",
            "AKIALINKED", "none", "no profile",
        ] {
            #expect((outcomes[outcome] ?? 0) >= 3, "\(outcome): \(outcomes)")
        }
    }

    @Test(arguments: [
        ("@/nowhere", "AWS_CONFIG_FILE names ~/nowhere, which does not exist; no file is read in its place"),
        ("$NOPE/x", "AWS_CONFIG_FILE names $NOPE/x, which does not exist; no file is read in its place"),
        ("@/pipe", "~/pipe was left out: it is not a regular file"), ("", nil), ("/dev/null", nil), ("@/here", nil),
    ])
    func `an unread file that a variable names is reported`(value: String, warning: String?) throws {
        let folder = try TemporaryDirectory()
        try folder.write("", to: "here")
        mkfifo(folder.path("pipe"), 0o600)
        let variables = ["AWS_CONFIG_FILE": value.replacing("@", with: folder.path), "AWS_ACCESS_KEY_ID": "AKID"]
        let environment = AWSEnvironment(variables: variables, home: folder.path)
        let files = try AWSFiles(reading: environment)
        #expect(files.warnings == (warning.map { [$0] } ?? []))
        let lookup = CredentialLookup(choice: .environment, environment: environment, files: files, now: Situation.now)
        let steps = ProviderChain([]).explain(lookup).trail.steps.map(\.answer)
        #expect(steps == files.warnings)
    }
}
