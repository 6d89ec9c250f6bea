import Failures
import JSON
import Profiles
import TOML

@testable import AWSCredentials
@testable import Themes

extension Harness {
    /// The user's files.
    static let files = [
        Harness("toml", seeds: ["a = 1\n[b.c]\nd = \"\\u00e9\" # x\ne = [1, {f = 2020-01-01}]\n", "[[a]]\n[[a]]\n"]) {
            _ = try? TOMLDocument(parsing: $0)
        },
        Harness("profiles", seeds: [profile]) { bytes in
            let file = ProfileFile(reading: bytes, file: "clusters.toml")
            for issue in file.issues { require(issue.position.line >= 1 && issue.position.column >= 1) }
        },
        Harness("settings", seeds: ["theme = \"dark\"\n[keys]\nquit = \"ctrl-x\"\n[clipboard]\nformat = \"raw\"\n"]) {
            _ = Settings.read($0, file: "settings.toml", formats: ["raw"], themes: ["dark"])
        },
        Harness(
            "theme",
            seeds: ["based_on = \"dark\"\n[palette]\nsea = \"#102030\"\n[styles]\nheader = \"sea on 12 bold\"\n"]
        ) {
            _ = ThemeFile(reading: $0, file: "sea.toml")
        },
        Harness("ini", seeds: ["[profile a b]\nregion = x\n s3 =\n  k = v\n; c\n[default]\nkey: v # no\n"]) { bytes in
            _ = try? INIFile(parsing: bytes)
        },
        Harness("words", seeds: ["'\u{301}ray'", "a 'b c' \"d\\\"e\" f\\ g"]) { bytes in
            let line = String(decoding: bytes, as: UTF8.self)
            guard let words = ShellWords.split(line), !words.isEmpty else { return }
            let quoted = words.map { Quoting.shellWord($0) }.joined(separator: " ")
            require(ShellWords.split(quoted) == words, quoted)
        },
        Harness("json", seeds: [#"{"a": [1, -2.5e3, null, true, "\ud83d\ude00"], "b": {}}"#, "[[[[]]]]"]) { bytes in
            _ = JSONValue(bytes)
            if let pretty = JSONText.pretty(bytes) { require(JSONText.pretty(pretty) == pretty) }
        },
    ]

    private static let profile = """
        [defaults]
        user = "jane"
        [clusters.orders]
        engine = "postgresql"
        endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        port = 5432
        tags = ["a", "b"]
        tunnel = "ssh:bastion"
        connect_to = "127.0.0.1:15432"
        [clusters.orders.passwords]
        admin = "ask"

        """
}
