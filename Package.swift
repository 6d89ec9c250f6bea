// swift-tools-version: 6.2

import PackageDescription

/// Shared by every Swift target: the strictest language mode, and no warning is let through.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    // A release binary carries the Swift runtime: it starts 5 ms sooner and needs no toolchain where it runs.
    .unsafeFlags(["-static-stdlib"], .when(configuration: .release)),
]

let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

let releaseLink: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-stdlib", "-Xlinker", "-s", "-Xlinker", "--gc-sections"], .when(configuration: .release))
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "quarterdeck",
    products: [
        .executable(name: "quarterdeck", targets: ["QuarterdeckCommand"]),
        .executable(name: "quarterdeck-benchmark", targets: ["QuarterdeckBenchmark"]),
        // Loaded by the sandbox's own database servers; it stands beside the program.
        .library(name: "QuarterdeckDoor", type: .dynamic, targets: ["CSandboxDoor"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // 0: C
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // No pkgConfig: its flags take the wide characters away.
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .target(name: "CPlatform", cSettings: strictC),
        .target(name: "CTLS", cSettings: strictC),
        .target(name: "CLibpq", cSettings: strictC + [.unsafeFlags(["-Wno-nullability-completeness"])]),
        .target(
            name: "CMariaDB", dependencies: ["CPlatform", "CTLS"],
            cSettings: strictC + [.unsafeFlags(["-Wno-nullability-completeness"])]),
        .target(name: "CCurl", cSettings: strictC),
        .target(name: "CResultScan", cSettings: strictC),
        .target(name: "CTOML", cxxSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),

        .target(
            name: "CSandboxDoor",
            // A sanitizer's runtime is not in the database servers that load it.
            cSettings: strictC + [.unsafeFlags(["-fno-sanitize=all"])],
            // Nothing of Swift's: database servers load it.
            linkerSettings: [.unsafeFlags(["-static-stdlib", "-nostartfiles"])]),
        .target(
            name: "CSandboxData",
            exclude: [
                "harbor_postgres.sql", "harbor_mysql.sql", "postgresql.conf", "pg_hba.conf", "pg_ident.conf", "my.cnf",
            ],
            cSettings: strictC),
        .target(name: "CThemeData", cSettings: strictC),

        // 1: words everything else uses
        module("Failures"),
        module("Timestamps"),
        module("Secrets"),
        module("PlainJSON", ["Secrets"]),
        module("TerminalUI"),
        module("SQLCore", ["Failures"]),
        module("BlockingExecutor", ["CPlatform"]),
        module("SQLText", ["SQLCore"]),

        // 2: one subject each
        module("LocalFiles", ["CPlatform", "Failures"]),
        module("TOML", ["CTOML"]),
        module("Endpoints", ["CPlatform"]),
        module("SigV4", ["COpenSSL", "Secrets", "Timestamps"]),
        module("Profiles", ["Endpoints", "TOML"]),
        module("HTTP", ["BlockingExecutor", "CCurl", "Failures", "LocalFiles", "Secrets"]),
        module(
            "AWSCredentials",
            [
                "BlockingExecutor", "CPlatform", "Failures", "HTTP", "LocalFiles", "PlainJSON", "Secrets", "SigV4",
                "Timestamps",
            ]),

        module(
            "Sandbox",
            [
                "BlockingExecutor", "CPlatform", "CSandboxData", "Failures", "LocalFiles", "Secrets", "SigV4",
                "Timestamps",
            ]),

        module("Catalog", ["Failures", "PlainJSON", "SQLCore"]),
        module("ResultFormats", ["SQLCore", "TerminalUI"]),
        module("Editing", ["TerminalUI"]),
        module("Notebook", ["BlockingExecutor", "Failures", "LocalFiles", "Timestamps"]),
        module("Results", ["BlockingExecutor", "CPlatform", "CResultScan", "Failures", "LocalFiles", "SQLCore"]),
        module("Themes", ["CThemeData", "Failures", "LocalFiles", "TOML", "TerminalUI"]),
        module("Curses", ["CNcurses", "CPlatform", "LocalFiles", "TerminalUI"]),
        module(
            "SessionSetup", ["BlockingExecutor", "CPlatform", "CTLS", "Failures", "LocalFiles", "SQLCore", "Secrets"]),

        module("TokenRelay", ["CTLS", "Failures", "LocalFiles", "Secrets"]),

        // 3: what a user does with them
        module(
            "Postgres",
            ["BlockingExecutor", "CLibpq", "CPlatform", "CTLS", "Failures", "SQLCore", "Secrets", "SessionSetup"]),
        module(
            "MariaDB",
            [
                "BlockingExecutor", "CMariaDB", "CPlatform", "CTLS", "Failures", "LocalFiles", "SQLCore", "Secrets",
                "SessionSetup",
            ]),
        module(
            "Handover",
            ["BlockingExecutor", "Endpoints", "Failures", "LocalFiles", "Profiles", "Secrets", "SigV4", "Timestamps"]),

        module("FanOut", ["BlockingExecutor", "Failures", "ResultFormats", "Results", "SQLCore"]),
        module("ResultExports", ["Failures", "LocalFiles", "ResultFormats", "Results", "SQLCore"]),

        module(
            "Workspace",
            [
                "Catalog", "Editing", "Endpoints", "Failures", "PlainJSON", "Profiles", "QuarterdeckCore", "Results",
                "SQLCore", "SQLText", "TerminalUI", "Themes", "Timestamps",
            ]),
        module(
            "WorkspaceRuntime",
            [
                "BlockingExecutor", "CPlatform", "Catalog", "Failures", "LocalFiles", "Notebook", "QuarterdeckCore",
                "Profiles", "ResultExports", "ResultFormats", "Results", "SQLCore", "TerminalUI", "Timestamps",
                "Workspace",
            ]),
        module("QuarterdeckCore", ["Endpoints", "Failures", "Profiles", "TOML", "TerminalUI", "Themes", "Timestamps"]),
        module(
            "QuarterdeckRuntime",
            [
                "AWSCredentials", "BlockingExecutor", "CPlatform", "Endpoints", "Failures", "Handover", "LocalFiles",
                "Profiles",
                "QuarterdeckCore", "Secrets", "SigV4", "Timestamps",
            ]),

        // 5: the program
        .executableTarget(
            name: "QuarterdeckCommand",
            dependencies: [
                "AWSCredentials", "BlockingExecutor", "CPlatform", "Curses", "Endpoints", "Failures", "FanOut",
                "Handover", "LocalFiles", "MariaDB", "QuarterdeckCore", "QuarterdeckRuntime", "TokenRelay", "Postgres",
                "Profiles",
                "Notebook", "ResultFormats", "Results", "SQLCore", "Sandbox", "Secrets", "Workspace",
                "WorkspaceRuntime",
                "SessionSetup",
                "SigV4", "TOML", "TerminalUI", "Themes", "Timestamps",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict, linkerSettings: releaseLink),

        .target(name: "CSigningBaseline", dependencies: ["COpenSSL"], cSettings: strictC),
        .target(
            name: "CSessionBaseline", dependencies: ["CLibpq", "CMariaDB"],
            cSettings: strictC + [.unsafeFlags(["-Wno-nullability-completeness"])]),
        .executableTarget(
            name: "QuarterdeckBenchmark",
            dependencies: [
                "BlockingExecutor", "COpenSSL", "CPlatform", "CSessionBaseline", "CSigningBaseline", "Failures",
                "LocalFiles", "MariaDB", "Postgres", "Results", "SQLCore", "Sandbox", "Secrets", "SessionSetup",
                "SigV4", "Timestamps",
            ],
            swiftSettings: strict, linkerSettings: releaseLink),

        // What only the tests use, and the tests
        .target(
            name: "TestSupport", dependencies: ["BlockingExecutor", "CPlatform", "LocalFiles"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("ArchitectureTests", []),
        tests("TimestampsTests", ["TestSupport", "Timestamps"]),
        tests("SecretsTests", ["Secrets"]),
        tests("TerminalUITests", ["CPlatform", "TerminalUI"]),
        tests("LocalFilesTests", ["CPlatform", "Failures", "LocalFiles", "TestSupport"]),
        tests("TOMLTests", ["TOML", "TestSupport"]),
        tests("EndpointsTests", ["Endpoints", "TestSupport"]),
        tests("SigV4Tests", ["Secrets", "SigV4", "TestSupport", "Timestamps"], exclude: ["Oracle"]),
        tests("ProfilesTests", ["Endpoints", "Profiles", "TOML", "TestSupport"]),
        tests(
            "AWSCredentialsTests",
            [
                "AWSCredentials", "BlockingExecutor", "Failures", "HTTP", "LocalFiles", "PlainJSON", "Sandbox",
                "Secrets",
                "SigV4", "TestSupport", "Timestamps",
            ], exclude: ["Oracle"]),
        tests("PlainJSONTests", ["PlainJSON", "Secrets", "TestSupport"]),
        tests("CatalogTests", ["Catalog", "Failures", "SQLCore", "TestSupport"]),
        tests("HTTPTests", ["BlockingExecutor", "HTTP", "Secrets", "TestSupport"]),
        tests(
            "HandoverTests",
            ["Endpoints", "Failures", "Handover", "Profiles", "Secrets", "SigV4", "TestSupport", "Timestamps"]),
        tests(
            "SandboxTests",
            [
                "BlockingExecutor", "CTLS", "Catalog", "Failures", "LocalFiles", "MariaDB", "TokenRelay", "Postgres",
                "SQLCore", "Sandbox", "Secrets", "SessionSetup",
                "SigV4", "TestSupport", "Timestamps",
            ], exclude: ["Oracle"]),
        tests("ThemesTests", ["TOML", "TerminalUI", "TestSupport", "Themes"]),
        tests("ResultFormatsTests", ["ResultFormats", "SQLCore", "TestSupport"]),
        tests("FanOutTests", ["FanOut", "Failures", "ResultFormats", "Results", "SQLCore", "TestSupport"]),
        tests("ResultsTests", ["BlockingExecutor", "Failures", "Results", "SQLCore", "TestSupport"]),
        tests(
            "ResultExportsTests", ["Failures", "ResultExports", "ResultFormats", "Results", "SQLCore", "TestSupport"]),
        tests("SQLCoreTests", ["SQLCore", "TestSupport"]),
        tests("EditingTests", ["Editing", "TerminalUI", "TestSupport"], exclude: ["Oracle"]),
        tests("NotebookTests", ["Failures", "Notebook", "TestSupport", "Timestamps"]),
        tests("SQLTextTests", ["SQLCore", "SQLText", "TestSupport"]),
        tests("CursesTests", ["CNcurses", "CPlatform", "Curses", "TerminalUI"]),
        tests(
            "WorkspaceTests",
            [
                "Catalog", "Editing", "Failures", "Profiles", "QuarterdeckCore", "Results", "SQLCore",
                "SQLText", "TerminalUI", "TestSupport", "Themes", "Workspace", "WorkspaceRuntime",
            ]),
        tests(
            "QuarterdeckCoreTests",
            ["Failures", "Profiles", "QuarterdeckCore", "TerminalUI", "Themes", "Timestamps"]),
        tests("CommandTests", ["QuarterdeckCommand", "TestSupport"]),
    ],
    cxxLanguageStandard: .cxx17
)
