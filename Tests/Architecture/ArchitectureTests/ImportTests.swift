import Foundation
import Testing

/// The root of the repository.
private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A target of `Sources/`, as declared in Package.swift.
private struct DeclaredTarget {
    let name: String
    let district: String
    let dependencies: Set<String>
    let isC: Bool

    var folder: URL {
        let district = root.appendingPathComponent("Sources/\(self.district)")
        return (isC ? district.appendingPathComponent("C") : district).appendingPathComponent(name)
    }
}

/// The content of Package.swift: the districts from bottom to top, and their targets. Dependencies are declared only
/// there.
private struct Manifest {
    let districts: [String]
    let targets: [DeclaredTarget]

    init() throws {
        let text = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
        var raw: [String: String] = [:]
        var order: [String] = []
        for match in text.matches(of: /case (\w+) = "(\w+)"/) {
            raw[String(match.1)] = String(match.2)
            order.append(String(match.2))
        }
        districts = order
        var found: [DeclaredTarget] = []
        let declaration = /(module|program|cModule)\(\s*\.(\w+), "(\w+)"(?:,\s*\[([^\]]*)\])?/
        for match in text.matches(of: declaration) {
            let names = (match.4.map(String.init) ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
            found.append(
                DeclaredTarget(
                    name: String(match.3), district: raw[String(match.2)] ?? "", dependencies: Set(names),
                    isC: match.1 == "cModule"))
        }
        for match in text.matches(of: /systemLibrary\(\s*name: "(\w+)", path: "Sources\/(\w+)\//) {
            found.append(
                DeclaredTarget(
                    name: String(match.1), district: String(match.2), dependencies: [], isC: true))
        }
        targets = found
    }

    var names: Set<String> { Set(targets.map(\.name)) }
}

/// External modules, and the targets that may import them. All other targets may not.
private let outside: [String: Set<String>] = [
    "ArgumentParser": ["QuarterdeckCommand"],
    "FoundationEssentials": [
        "ClusterAccess", "DeckShell", "QuarterdeckBenchmark", "QuarterdeckCommand", "Sandbox", "TokenDelivery",
    ],
    "Glibc": [
        "AWSCredentials", "ClusterAccess", "Console", "Curses", "DeckRuntime", "DeckShell", "DoctorRunner",
        "LocalFiles", "MariaDB", "Postgres", "QuarterdeckBenchmark", "QuarterdeckCommand", "Relay", "ResultFormats",
        "Results", "Sandbox", "ScriptRunner", "Secrets", "SessionSetup", "Threads", "TokenDelivery", "Tunnels",
        "WorkspaceRuntime",
    ],
    "Synchronization": [],
]

private func swiftFiles(of target: DeclaredTarget) -> [String] {
    let files = FileManager.default.enumerator(atPath: target.folder.path)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".swift") }
}

private func imports(of target: DeclaredTarget) throws -> [(file: String, module: String)] {
    try swiftFiles(of: target).flatMap { file in
        try String(contentsOf: target.folder.appendingPathComponent(file), encoding: .utf8).split(separator: "\n")
            .compactMap { line -> (String, String)? in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 2, index + 1 < words.count,
                    words[..<index].allSatisfy({
                        $0 == "public" || $0 == "package" || $0 == "internal" || $0.hasPrefix("@")
                    })
                else { return nil }
                return (file, String(words[index + 1]))
            }
    }
}

@Suite struct `The structure` {
    @Test func `every folder of a district is a declared target`() throws {
        let manifest = try Manifest()
        #expect(manifest.targets.count > 40)
        for district in try FileManager.default.contentsOfDirectory(
            atPath: root.appendingPathComponent("Sources").path) where !district.hasSuffix(".md")
        {
            #expect(manifest.districts.contains(district))
            let folder = root.appendingPathComponent("Sources/\(district)")
            let swift = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0 != "C" && !$0.hasSuffix(".md") }
            let inC = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/C")) ?? []
            let declared = manifest.targets.filter { $0.district == district }.map(\.name)
            #expect(Set(swift + inC) == Set(declared), "\(district)")
        }
    }

    @Test func `a target depends only on its own district and those below it`() throws {
        let manifest = try Manifest()
        let level = Dictionary(uniqueKeysWithValues: manifest.districts.enumerated().map { ($1, $0) })
        let home = Dictionary(uniqueKeysWithValues: manifest.targets.map { ($0.name, $0.district) })
        for target in manifest.targets {
            for dependency in target.dependencies.intersection(manifest.names) {
                let below = try #require(home[dependency].flatMap { level[$0] })
                let own = try #require(level[target.district])
                #expect(below <= own, "\(target.name) (\(target.district)) depends on \(dependency)")
            }
        }
    }

    @Test func `no target imports what Package.swift does not declare for it`() throws {
        let manifest = try Manifest()
        for target in manifest.targets where !target.isC {
            for (file, module) in try imports(of: target) {
                let isAllowed =
                    target.dependencies.contains(module) || outside[module]?.contains(target.name) == true
                #expect(isAllowed, "\(target.name)/\(file) imports \(module)")
            }
        }
    }

    @Test func `every declared dependency is used`() throws {
        let manifest = try Manifest()
        for target in manifest.targets where !target.isC {
            let used = Set(try imports(of: target).map(\.module))
            // "name:" and "package:" of a product.
            let declared = target.dependencies.intersection(manifest.names)
            #expect(declared.subtracting(used).isEmpty, "\(target.name) declares more than it imports")
        }
    }

    @Test func `only one file imports OpenSSL`() throws {
        let files = try Manifest().targets.filter { !$0.isC }.flatMap { target in
            try imports(of: target).filter { $0.module == "COpenSSL" }.map { "\(target.name)/\($0.file)" }
        }
        #expect(files == ["SigV4/Digest.swift"])
    }

    @Test func `no module has the name of a type inside it`() throws {
        for target in try Manifest().targets where !target.isC {
            for file in swiftFiles(of: target) {
                let text = try String(contentsOf: target.folder.appendingPathComponent(file), encoding: .utf8)
                let pattern =
                    "(?m)^(public |package |final |indirect )*(struct|class|enum|actor|protocol) \(target.name)\\b"
                #expect(text.range(of: pattern, options: .regularExpression) == nil, "\(target.name)/\(file)")
            }
        }
    }
}
