import Foundation
import Testing

/// Which targets of the package each target may import. SwiftPM accepts any module that some dependency pulls in; this
/// table is the law, and Package.swift follows it.
private let allowed: [String: Set<String>] = [
    "Failures": [],
    "Timestamps": [],
    "Secrets": [],
    "PlainJSON": ["Secrets"],
    "TerminalUI": [],
    "SQLCore": ["Failures"],
    "SQLText": ["SQLCore"],
    "BlockingExecutor": ["CPlatform"],
    "LocalFiles": ["CPlatform", "Failures"],
    "TOML": ["CTOML"],
    "Endpoints": ["CPlatform"],
    "SigV4": ["COpenSSL", "Secrets", "Timestamps"],
    "Profiles": ["Endpoints", "TOML"],
    "HTTP": ["BlockingExecutor", "CCurl", "Failures", "LocalFiles", "Secrets"],
    "AWSCredentials": [
        "BlockingExecutor", "CPlatform", "Failures", "HTTP", "LocalFiles", "PlainJSON", "Secrets", "SigV4",
        "Timestamps",
    ],
    "Sandbox": [
        "BlockingExecutor", "CPlatform", "CSandboxData", "Failures", "LocalFiles", "Secrets", "SigV4", "Timestamps",
    ],
    "SessionSetup": ["BlockingExecutor", "CPlatform", "CTLS", "Failures", "LocalFiles", "SQLCore", "Secrets"],
    "Catalog": ["Failures", "PlainJSON", "SQLCore"],
    "ResultFormats": ["SQLCore", "TerminalUI"],
    "Editing": ["TerminalUI"],
    "Notebook": ["BlockingExecutor", "Failures", "LocalFiles", "Timestamps"],
    "Results": ["BlockingExecutor", "CPlatform", "CResultScan", "Failures", "LocalFiles", "SQLCore"],
    "ResultExports": ["Failures", "LocalFiles", "ResultFormats", "Results", "SQLCore"],
    "Themes": ["CThemeData", "Failures", "LocalFiles", "TOML", "TerminalUI"],
    "Curses": ["CNcurses", "CPlatform", "LocalFiles", "TerminalUI"],
    "TokenRelay": ["CTLS", "Failures", "LocalFiles", "Secrets"],
    "Postgres": [
        "BlockingExecutor", "CLibpq", "CPlatform", "CTLS", "Failures", "SQLCore", "Secrets", "SessionSetup",
    ],
    "MariaDB": [
        "BlockingExecutor", "CMariaDB", "CPlatform", "CTLS", "Failures", "LocalFiles", "SQLCore", "Secrets",
        "SessionSetup",
    ],
    "Handover": [
        "BlockingExecutor", "Endpoints", "Failures", "LocalFiles", "Profiles", "Secrets", "SigV4", "Timestamps",
    ],
    "QuarterdeckCore": ["Endpoints", "Failures", "Profiles", "TOML", "TerminalUI", "Themes", "Timestamps"],
    "QuarterdeckRuntime": [
        "AWSCredentials", "BlockingExecutor", "CPlatform", "Endpoints", "Failures", "Handover", "LocalFiles",
        "Profiles",
        "QuarterdeckCore", "Secrets", "SigV4", "Timestamps",
    ],
    "Workspace": [
        "Catalog", "Editing", "Endpoints", "Failures", "PlainJSON", "Profiles", "QuarterdeckCore", "Results", "SQLCore",
        "SQLText", "TerminalUI", "Themes", "Timestamps",
    ],
    "WorkspaceRuntime": [
        "BlockingExecutor", "CPlatform", "Catalog", "Failures", "LocalFiles", "Notebook", "Profiles", "QuarterdeckCore",
        "ResultExports", "ResultFormats", "Results", "SQLCore", "TerminalUI", "Timestamps", "Workspace",
    ],
    "FanOut": ["BlockingExecutor", "Failures", "ResultFormats", "Results", "SQLCore"],
    "QuarterdeckCommand": [
        "AWSCredentials", "BlockingExecutor", "CPlatform", "Curses", "Editing", "Endpoints", "Failures", "FanOut",
        "Handover",
        "LocalFiles", "MariaDB", "Notebook", "Postgres", "Profiles", "QuarterdeckCore", "QuarterdeckRuntime",
        "ResultFormats", "Results", "SQLCore", "Sandbox", "Secrets", "SessionSetup", "SigV4", "TOML", "TerminalUI",
        "Themes", "Timestamps", "TokenRelay", "Workspace", "WorkspaceRuntime",
    ],
    "QuarterdeckBenchmark": [
        "BlockingExecutor", "CPlatform", "CSessionBaseline", "CSigningBaseline", "Failures", "MariaDB", "Postgres",
        "Results", "SQLCore", "Sandbox", "Secrets", "SessionSetup", "SigV4", "Timestamps",
    ],
]

/// Modules from outside, and the targets that may import them.
private let outside: [String: Set<String>] = [
    "ArgumentParser": ["QuarterdeckCommand"],
    "FoundationEssentials": ["Handover", "QuarterdeckBenchmark", "QuarterdeckCommand", "Sandbox"],
    "Glibc": [
        "AWSCredentials", "BlockingExecutor", "Curses", "Handover", "LocalFiles", "MariaDB", "Postgres",
        "QuarterdeckBenchmark", "QuarterdeckCommand", "Results", "Sandbox", "Secrets", "SessionSetup", "TokenRelay",
        "WorkspaceRuntime",
    ],
]

/// C targets and the system library, which import nothing of ours.
private let cTargets: Set<String> = [
    "CCurl", "CLibpq", "CMariaDB", "CNcurses", "COpenSSL", "CPlatform", "CResultScan", "CTLS", "CTOML", "CSandboxData",
    "CSandboxDoor", "CSessionBaseline", "CSigningBaseline", "CThemeData",
]

private let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

private func folders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: sources.path).sorted()
}

private func imports(of target: String) throws -> [(file: String, module: String)] {
    let folder = sources.appendingPathComponent(target)
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
        try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8).split(separator: "\n")
            .compactMap { line -> (String, String)? in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 2, index + 1 < words.count,
                    words[..<index].allSatisfy({ $0 == "public" || $0 == "internal" || $0.hasPrefix("@") })
                else { return nil }
                return (file, String(words[index + 1]))
            }
    }
}

@Suite struct ImportTests {
    @Test func `every target stands in the table`() throws {
        #expect(Set(try folders()) == Set(allowed.keys).union(cTargets))
    }

    @Test func `the table has no cycle`() {
        var settled = cTargets
        var open = Set(allowed.keys)
        while let next = open.first(where: { allowed[$0]?.isSubset(of: settled) == true }) {
            open.remove(next)
            settled.insert(next)
        }
        #expect(open.isEmpty)
    }

    @Test func `no target imports what the table does not allow`() throws {
        for (target, modules) in allowed {
            for (file, module) in try imports(of: target) {
                let isAllowed = modules.contains(module) || outside[module]?.contains(target) == true
                #expect(isAllowed, "\(target)/\(file) imports \(module)")
            }
        }
    }

    @Test func `nothing in the table is without use`() throws {
        for (target, modules) in allowed {
            let used = Set(try imports(of: target).map(\.module))
            #expect(modules.subtracting(used).isEmpty, "\(target) may import more than it does")
        }
    }

    @Test func `OpenSSL is imported by one file`() throws {
        let files = try folders().flatMap { target in
            try imports(of: target).filter { $0.module == "COpenSSL" }.map { "\(target)/\($0.file)" }
        }
        #expect(files == ["SigV4/Digest.swift"])
    }

    @Test func `no module has the name of a type inside it`() throws {
        for target in allowed.keys {
            let folder = sources.appendingPathComponent(target)
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".swift")
            {
                let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
                let pattern = "(struct|class|enum|actor|protocol) \(target)\\b"
                #expect(text.range(of: pattern, options: .regularExpression) == nil, "\(target)/\(file)")
            }
        }
    }
}
