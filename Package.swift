// swift-tools-version: 6.2

import PackageDescription

/// The settings of every Swift target: the strictest language mode, and warnings are errors.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    // A release binary contains the Swift runtime: it starts 5 ms sooner and needs no toolchain on the user's computer.
    .unsafeFlags(["-static-stdlib"], .when(configuration: .release)),
]

/// Targets that handle rows, bytes, keys or many clusters are optimised for speed; all others, for size.
let fast: Set<String> = [
    "JSON", "Timestamps", "Secrets", "TOML", "Endpoints", "SigV4", "Profiles", "TerminalUI", "Curses", "ScreenKit",
    "SQLWire", "SQLScript", "SQLText", "Postgres", "MariaDB", "Relay", "Results", "ResultFormats", "ResultDelivery",
    "QuarterdeckBenchmark",
]

func settings(_ name: String) -> [SwiftSetting] {
    strict + (fast.contains(name) ? [] : [.unsafeFlags(["-Osize"], .when(configuration: .release))])
}

let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

/// For targets that include the database libraries' headers, which annotate nullability only in part.
let databaseC: [CSetting] = strictC + [.unsafeFlags(["-Wno-nullability-completeness"])]

/// Nothing in a release binary throws a C++ exception or unwinds its stack, so it needs no unwind tables.
let releaseLink: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-stdlib", "-use-ld=lld"]
            + [
                "-s", "--gc-sections", "--icf=safe", "--no-eh-frame-hdr",
                "-T", "\(Context.packageDirectory)/.ci/sections.ld",
                "--version-script=\(Context.packageDirectory)/.ci/exports.map",
            ].flatMap { ["-Xlinker", $0] }, .when(configuration: .release))
]

/// The districts of `Sources/` and `Tests/`, bottom up. A target imports only from its own district and those before
/// it; `Tests/Architecture` derives that rule from this file.
enum District: String {
    case base = "Base"
    case aws = "AWS"
    case clusters = "Clusters"
    case terminal = "Terminal"
    case sql = "SQL"
    case sessions = "Sessions"
    case results = "Results"
    case sandbox = "Sandbox"
    case benchmark = "Benchmark"
    case diagnosis = "Diagnosis"
    case activity = "Activity"
    case workspace = "Workspace"
    case deck = "Deck"
    case program = "Program"
    case architecture = "Architecture"
    case endToEnd = "EndToEnd"
    case fuzz = "Fuzz"
}

func module(_ district: District, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(district.rawValue)/\(name)",
        swiftSettings: settings(name))
}

func program(_ district: District, _ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/\(district.rawValue)/\(name)",
        swiftSettings: settings(name),
        linkerSettings: releaseLink)
}

func cModule(
    _ district: District, _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
    settings: [CSetting] = strictC, cxxSettings: [CXXSetting] = [], link: [LinkerSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(district.rawValue)/C/\(name)", exclude: exclude,
        cSettings: settings, cxxSettings: cxxSettings, linkerSettings: link)
}

func tests(
    _ district: District, _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(district.rawValue)/\(name)", exclude: exclude,
        swiftSettings: strict)
}

let base: [Target] = [
    cModule(.base, "CPlatform"),
    cModule(
        .base, "CTOML", settings: [],
        cxxSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-fno-exceptions"])]),
    module(.base, "Failures"),
    module(.base, "Timestamps"),
    module(.base, "Secrets"),
    module(.base, "JSON", ["Secrets"]),
    module(.base, "Threads", ["CPlatform", "Failures"]),
    module(.base, "LocalFiles", ["CPlatform", "Failures", "Threads"]),
    module(.base, "TOML", ["CTOML"]),
]

let aws: [Target] = [
    .systemLibrary(
        name: "COpenSSL", path: "Sources/AWS/C/COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    cModule(.aws, "CCurl"),
    module(.aws, "Endpoints", ["CPlatform"]),
    module(.aws, "SigV4", ["COpenSSL", "Secrets", "Timestamps"]),
    module(.aws, "HTTP", ["CCurl", "Failures", "LocalFiles", "Secrets", "Threads"]),
    module(.aws, "Trust", ["Endpoints", "Failures", "HTTP", "LocalFiles", "Secrets", "SigV4", "Timestamps"]),
    module(
        .aws, "AWSCredentials",
        ["CPlatform", "Failures", "HTTP", "JSON", "LocalFiles", "Secrets", "SigV4", "Threads", "Timestamps"]),
    module(.aws, "AWSCalls", ["AWSCredentials", "Failures", "HTTP", "JSON", "Secrets", "SigV4", "Timestamps"]),
]

let diagnosis: [Target] = [
    module(.diagnosis, "Audit", ["Failures", "JSON", "LocalFiles", "SQLText", "SQLWire", "Threads", "Timestamps"]),
    module(.diagnosis, "Doctor", ["Failures"]),
    module(.diagnosis, "Policy", ["AWSCalls", "Endpoints", "Failures", "JSON", "Profiles"]),
    module(.diagnosis, "Discovery", ["AWSCalls", "Endpoints", "Failures", "Profiles", "TOML"]),
]

let clusters: [Target] = [
    module(.clusters, "Profiles", ["AWSCredentials", "Endpoints", "TOML"]),
    module(
        .clusters, "Passwords",
        ["AWSCredentials", "Endpoints", "Failures", "JSON", "Profiles", "Secrets", "Threads"]),
    module(
        .clusters, "TokenDelivery",
        ["Endpoints", "Failures", "LocalFiles", "Profiles", "Secrets", "SigV4", "Threads", "Timestamps"]),
]

let terminal: [Target] = [
    // No pkgConfig: its flags disable wide characters.
    .systemLibrary(name: "CNcurses", path: "Sources/Terminal/C/CNcurses", providers: [.apt(["libncurses-dev"])]),
    cModule(.terminal, "CThemeData"),
    module(.terminal, "TerminalUI"),
    module(.terminal, "Editing", ["TerminalUI"]),
    module(.terminal, "Themes", ["CThemeData", "Failures", "LocalFiles", "TOML", "TerminalUI"]),
    module(.terminal, "Curses", ["CNcurses", "CPlatform", "LocalFiles", "TerminalUI"]),
    module(.terminal, "ScreenKit", ["Failures", "TerminalUI", "Themes", "Timestamps"]),
]

let sql: [Target] = [
    module(.sql, "SQLWire", ["Failures"]),
    module(.sql, "SQLScript", ["Failures", "SQLWire"]),
    module(.sql, "SQLText", ["Failures", "SQLScript", "SQLWire", "TerminalUI"]),
    module(.sql, "Catalog", ["Failures", "JSON", "SQLScript", "SQLText", "SQLWire"]),
]

let sessions: [Target] = [
    cModule(.sessions, "CTLS"),
    cModule(.sessions, "CLibpq", ["CTLS"], settings: databaseC),
    cModule(.sessions, "CMariaDB", ["CPlatform", "CTLS"], settings: databaseC),
    module(
        .sessions, "SessionSetup",
        [
            "CPlatform", "CTLS", "Failures", "LocalFiles", "SQLText", "SQLWire", "Secrets", "SigV4", "Threads",
            "Timestamps",
        ]),
    module(
        .sessions, "Relay",
        ["CPlatform", "CTLS", "Failures", "LocalFiles", "Secrets", "SessionSetup", "SigV4", "Threads"]),
    module(
        .sessions, "Tunnels",
        ["AWSCalls", "CPlatform", "Failures", "LocalFiles", "Secrets", "SessionSetup", "Threads"]),
    module(
        .sessions, "Postgres",
        ["CLibpq", "CPlatform", "CTLS", "Failures", "SQLWire", "Secrets", "SessionSetup", "Threads"]),
    module(
        .sessions, "MariaDB",
        [
            "CMariaDB", "CPlatform", "CTLS", "Failures", "LocalFiles", "SQLText", "SQLWire", "Secrets",
            "SessionSetup", "Threads",
        ]),
]

let results: [Target] = [
    cModule(.results, "CResultScan"),
    module(.results, "Results", ["CPlatform", "CResultScan", "Failures", "LocalFiles", "SQLWire", "Threads"]),
    module(.results, "ResultFormats", ["SQLWire", "TerminalUI"]),
    module(
        .results, "ResultDelivery",
        ["CPlatform", "Failures", "LocalFiles", "ResultFormats", "Results", "SQLWire", "SessionSetup", "Threads"]),
]

let sandbox: [Target] = [
    cModule(
        .sandbox, "CSandboxDoor",
        // The database servers that load this library have no sanitizer runtime.
        settings: strictC + [.unsafeFlags(["-fno-sanitize=all"])],
        // Database servers load this library, so it must not need the Swift runtime.
        link: [.unsafeFlags(["-static-stdlib", "-nostartfiles"])]),
    cModule(
        .sandbox, "CSandboxData",
        exclude: [
            "harbor_postgres.sql", "harbor_mysql.sql", "postgresql.conf", "pg_hba.conf", "pg_ident.conf", "my.cnf",
        ]),
    module(
        .sandbox, "Sandbox",
        ["CPlatform", "CSandboxData", "Failures", "LocalFiles", "Secrets", "SigV4", "Threads", "Timestamps"]),
]

let benchmark: [Target] = [
    cModule(.benchmark, "CSigningBaseline", ["COpenSSL"]),
    cModule(.benchmark, "CSessionBaseline", ["CLibpq", "CMariaDB"], settings: databaseC),
    program(
        .benchmark, "QuarterdeckBenchmark",
        [
            "CPlatform", "CSessionBaseline", "CSigningBaseline", "Failures", "MariaDB", "Postgres", "Results",
            "SQLWire", "Sandbox", "Secrets", "SessionSetup", "SigV4", "Threads", "Timestamps",
        ]),
]

let activity: [Target] = [
    module(.activity, "Activity", ["Failures", "JSON", "SQLWire", "ScreenKit", "TerminalUI", "Themes", "Timestamps"]),
    module(
        .activity, "ActivityRuntime",
        ["Activity", "Failures", "LocalFiles", "ResultFormats", "SQLWire", "ScreenKit", "Threads", "Timestamps"]),
]

let workspace: [Target] = [
    module(.workspace, "History", ["Failures", "LocalFiles", "SQLText", "SQLWire", "Threads", "Timestamps"]),
    module(
        .workspace, "Workspace",
        [
            "Catalog", "Editing", "Endpoints", "Failures", "JSON", "Profiles", "ResultDelivery", "Results", "SQLScript",
            "SQLText", "SQLWire", "ScreenKit", "TerminalUI", "Themes", "Timestamps",
        ]),
    module(
        .workspace, "WorkspaceRuntime",
        [
            "CPlatform", "Catalog", "Failures", "History", "LocalFiles", "Profiles", "ResultDelivery",
            "ResultFormats", "Results", "SQLScript", "SQLWire", "ScreenKit", "TerminalUI", "Threads", "Timestamps",
            "Workspace",
        ]),
]

let deck: [Target] = [
    module(
        .deck, "Deck",
        ["Doctor", "Endpoints", "Failures", "Profiles", "ScreenKit", "TOML", "TerminalUI", "Themes", "Timestamps"]),
    module(
        .deck, "DeckRuntime",
        [
            "AWSCredentials", "CPlatform", "Deck", "Endpoints", "Failures", "LocalFiles", "Profiles", "ScreenKit",
            "Secrets", "SigV4", "Threads", "Timestamps", "TokenDelivery",
        ]),
]

let command: [Target] = [
    cModule(.program, "CManual", exclude: ["topics"]),
    module(.program, "Console", ["CPlatform", "Failures", "LocalFiles", "Secrets", "TOML", "TerminalUI"]),
    module(
        .program, "ScriptRunner",
        [
            "CPlatform", "Console", "Failures", "LocalFiles", "ResultDelivery", "ResultFormats", "SQLScript",
            "SQLText", "SQLWire", "SessionSetup", "Threads",
        ]),
    module(
        .program, "ClusterAccess",
        [
            "AWSCalls", "AWSCredentials", "Activity", "ActivityRuntime", "Audit", "CPlatform", "Console", "Endpoints",
            "Failures", "JSON", "LocalFiles", "MariaDB", "Passwords", "Postgres", "Profiles", "Relay", "SQLText",
            "SQLWire",
            "ScreenKit", "Secrets", "SessionSetup", "SigV4", "TOML", "TerminalUI", "Themes", "Threads", "Timestamps",
            "TokenDelivery", "Trust", "Tunnels",
        ]),
    module(
        .program, "DoctorRunner",
        [
            "AWSCalls", "AWSCredentials", "CPlatform", "Catalog", "ClusterAccess", "Console", "Discovery", "Doctor",
            "Endpoints", "Failures", "LocalFiles", "Passwords", "Policy", "Profiles", "SQLWire", "Secrets",
            "SessionSetup", "SigV4", "Threads", "Timestamps", "TokenDelivery",
        ]),
    module(
        .program, "DeckShell",
        [
            "AWSCredentials", "Activity", "ActivityRuntime", "Audit", "CPlatform", "Catalog", "ClusterAccess",
            "Console", "Curses",
            "Deck", "DeckRuntime", "Doctor", "DoctorRunner", "Editing", "Endpoints", "Failures", "History",
            "LocalFiles", "Passwords", "Profiles", "ResultDelivery", "Results", "SQLWire", "ScreenKit", "Secrets",
            "SessionSetup", "TOML", "TerminalUI", "Themes", "Threads", "Timestamps", "TokenDelivery", "Workspace",
            "WorkspaceRuntime",
        ]),
    program(
        .program, "QuarterdeckCommand",
        [
            "AWSCalls", "AWSCredentials", "Activity", "ActivityRuntime", "Audit", "CManual", "CPlatform",
            "ClusterAccess", "Console", "Deck", "DeckShell", "Discovery", "Doctor", "DoctorRunner", "Endpoints",
            "Failures", "HTTP", "JSON", "LocalFiles", "Passwords", "Policy", "Profiles", "Relay", "ResultDelivery",
            "ResultFormats", "Results", "SQLScript", "SQLWire", "Sandbox", "ScreenKit", "ScriptRunner", "Secrets",
            "SessionSetup", "SigV4", "TOML", "TerminalUI", "Themes", "Threads", "Timestamps", "TokenDelivery", "Trust",
            "Workspace",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ]),
]

/// The readers of foreign bytes with inputs for them: a test target, or with `QUARTERDECK_FUZZ_BUILD` in the environment
/// a libFuzzer program.
let fuzzDependencies: [Target.Dependency] = [
    "AWSCalls", "AWSCredentials", "Endpoints", "Failures", "JSON", "Profiles", "Relay", "ResultFormats", "Results",
    "SQLScript",
    "SQLText", "SQLWire", "Secrets", "TOML", "TerminalUI", "Themes",
]
let fuzz: Target =
    Context.environment["QUARTERDECK_FUZZ_BUILD"] == nil
    ? tests(.fuzz, "FuzzTests", fuzzDependencies + ["TestSupport"], exclude: ["Program"])
    : .executableTarget(
        name: "QuarterdeckFuzz", dependencies: fuzzDependencies, path: "Tests/Fuzz/FuzzTests",
        exclude: ["FuzzTests.swift"], swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])

let testTargets: [Target] = [
    .target(name: "CTestRun", path: "Tests/CTestRun"),
    .target(
        name: "TestSupport", dependencies: ["CPlatform", "CTestRun", "LocalFiles", "Threads"],
        path: "Tests/TestSupport",
        swiftSettings: strict),
    tests(.architecture, "ArchitectureTests", []),
    tests(.base, "FailuresTests", ["Failures", "TestSupport"]),
    tests(.base, "TimestampsTests", ["TestSupport", "Timestamps"]),
    tests(.base, "SecretsTests", ["Secrets"]),
    tests(.base, "JSONTests", ["JSON", "Secrets", "TestSupport"]),
    tests(.base, "ThreadsTests", ["Threads"]),
    tests(.base, "LocalFilesTests", ["CPlatform", "Failures", "LocalFiles", "TestSupport", "Threads"]),
    tests(.base, "TOMLTests", ["TOML", "TestSupport"]),
    tests(.aws, "EndpointsTests", ["Endpoints", "TestSupport"]),
    tests(.aws, "SigV4Tests", ["Secrets", "SigV4", "TestSupport", "Timestamps"], exclude: ["Oracle"]),
    tests(.aws, "HTTPTests", ["HTTP", "Secrets", "TestSupport", "Threads"]),
    tests(
        .aws, "AWSCredentialsTests",
        [
            "AWSCredentials", "CPlatform", "Failures", "HTTP", "JSON", "LocalFiles", "Sandbox", "Secrets", "SigV4",
            "TestSupport", "Threads", "Timestamps",
        ], exclude: ["Oracle"]),
    tests(
        .aws, "TrustTests", ["Failures", "HTTP", "Secrets", "TestSupport", "Threads", "Timestamps", "Trust"]),
    tests(
        .aws, "AWSCallsTests",
        ["AWSCalls", "AWSCredentials", "Secrets", "SigV4", "TestSupport", "Threads", "Timestamps"]),
    tests(.diagnosis, "AuditTests", ["Audit", "TestSupport", "Threads", "Timestamps"]),
    tests(.diagnosis, "PolicyTests", ["Policy", "Profiles", "TestSupport"]),
    tests(.diagnosis, "DiscoveryTests", ["AWSCalls", "Discovery", "Failures", "Profiles", "TOML", "TestSupport"]),
    tests(.clusters, "ProfilesTests", ["Endpoints", "Profiles", "TOML", "TestSupport"]),
    tests(
        .clusters, "PasswordsTests",
        ["Endpoints", "Failures", "Passwords", "Profiles", "Secrets", "TestSupport", "Threads"]),
    tests(
        .clusters, "TokenDeliveryTests",
        ["Endpoints", "Failures", "Profiles", "Secrets", "SigV4", "TestSupport", "Timestamps", "TokenDelivery"]),
    tests(.terminal, "TerminalUITests", ["CPlatform", "TerminalUI"]),
    tests(.terminal, "EditingTests", ["Editing", "TerminalUI", "TestSupport"], exclude: ["Oracle"]),
    tests(.terminal, "ThemesTests", ["TOML", "TerminalUI", "TestSupport", "Themes"]),
    tests(.terminal, "CursesTests", ["CNcurses", "CPlatform", "Curses", "TerminalUI"]),
    tests(.sql, "SQLScriptTests", ["Failures", "SQLScript", "SQLWire", "TestSupport"]),
    tests(.sql, "SQLTextTests", ["SQLScript", "SQLText", "SQLWire", "TestSupport"]),
    tests(.sql, "CatalogTests", ["Catalog", "Failures", "SQLScript", "SQLText", "SQLWire", "TestSupport"]),
    tests(.sessions, "SessionSetupTests", ["SQLWire", "SessionSetup", "TestSupport", "Timestamps"]),
    tests(.results, "ResultFormatsTests", ["ResultFormats", "SQLWire", "TestSupport"]),
    tests(.results, "ResultsTests", ["Failures", "Results", "SQLWire", "TestSupport", "Threads"]),
    tests(
        .results, "ResultDeliveryTests",
        ["Failures", "ResultDelivery", "ResultFormats", "Results", "SQLWire", "TestSupport", "Threads"]),
    tests(
        .activity, "ActivityTests",
        ["Activity", "ActivityRuntime", "Failures", "SQLWire", "ScreenKit", "TerminalUI", "TestSupport", "Themes"]),
    tests(.workspace, "HistoryTests", ["Failures", "History", "TestSupport", "Timestamps"]),
    tests(
        .workspace, "WorkspaceTests",
        [
            "Catalog", "Editing", "Failures", "Profiles", "ResultDelivery", "Results", "SQLScript", "SQLText",
            "SQLWire",
            "ScreenKit", "TerminalUI", "TestSupport", "Themes", "Threads", "Timestamps", "Workspace",
            "WorkspaceRuntime",
        ]),
    tests(
        .deck, "DeckTests",
        ["Deck", "Doctor", "Failures", "Profiles", "ScreenKit", "TerminalUI", "Themes", "Timestamps"]),
    tests(
        .deck, "DeckRuntimeTests",
        [
            "AWSCredentials", "Deck", "DeckRuntime", "Failures", "Profiles", "ScreenKit", "Secrets", "SigV4",
            "TerminalUI", "TestSupport", "Threads", "Timestamps", "TokenDelivery",
        ]),
    tests(
        .program, "CommandTests",
        [
            "DeckShell", "Failures", "Profiles", "QuarterdeckCommand", "SQLScript", "ScriptRunner", "SQLWire",
            "ScreenKit",
            "Secrets",
            "SessionSetup", "TerminalUI", "TestSupport", "Threads", "Workspace",
        ]),
    tests(
        .endToEnd, "EndToEndTests",
        [
            "Activity", "ActivityRuntime", "CTLS", "Catalog", "Failures", "LocalFiles", "MariaDB", "Postgres",
            "Relay", "SQLText", "SQLWire", "Sandbox", "Secrets", "SessionSetup", "SigV4", "TestSupport", "Threads",
            "Timestamps", "Tunnels",
        ], exclude: ["Oracle"]),
    fuzz,
]

let package = Package(
    name: "quarterdeck",
    products: [
        .executable(name: "quarterdeck", targets: ["QuarterdeckCommand"]),
        .executable(name: "quarterdeck-benchmark", targets: ["QuarterdeckBenchmark"]),
        // The sandbox's database servers load this library; it is installed beside the program.
        .library(name: "QuarterdeckDoor", type: .dynamic, targets: ["CSandboxDoor"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: base + aws + clusters + terminal + sql + sessions + results + sandbox + benchmark + diagnosis
        + activity + workspace
        + deck
        + command + testTargets,
    cxxLanguageStandard: .cxx17
)
