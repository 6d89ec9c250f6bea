import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The output of `quarterdeck sql` on a terminal, including its errors.
struct Pseudoterminal {
    let output: [UInt8]
    let status: Int32

    /// Runs an SQL file on its own terminal. Source: script(1).
    init(_ sandbox: SandboxDescription, _ cluster: String, _ arguments: [String], directory: String) throws {
        let words = [Program.product("quarterdeck"), "sql", cluster] + arguments
        let line = words.map { "'\($0)'" }.joined(separator: " ")
        let run = try Program.run(
            ["script", "-qec", line, "/dev/null"], environment: sandbox.env.merging(["SHELL": "/bin/sh"]) { $1 },
            directory: directory)
        output = [UInt8](run.output)
        status = run.status
    }

    /// Everything that a terminal would obey or hide: only text, line ends and tabs are allowed.
    var harmful: [String] {
        guard let text = String(validating: output, as: UTF8.self) else { return ["not UTF-8"] }
        // The terminal driver puts a CR before each LF; no other CR is allowed.
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.compactMap { index in
            let scalar = scalars[index]
            switch scalar.value {
            case 0x0A, 0x09: return nil
            case 0x0D: return index + 1 < scalars.count && scalars[index + 1] == "\n" ? nil : "CR"
            case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
                return "U+" + String(scalar.value, radix: 16)
            default: return nil
            }
        }
    }
}
