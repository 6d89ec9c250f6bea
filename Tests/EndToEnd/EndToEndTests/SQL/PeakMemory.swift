import Foundation
import TestSupport
import Testing

/// A finished program and its peak resident memory.
///
/// A small process starts it, because a child's figure includes the memory that it had as a copy of its parent.
struct PeakMemory {
    let status: Int32
    let errors: String
    /// In KiB, 0 when not measurable. Source: getrusage(2), ru_maxrss.
    let kibibytes: Int

    private static let starter = """
        import os, sys
        child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
        _, status, usage = os.wait4(child, 0)
        open(sys.argv[1], "w").write(str(usage.ru_maxrss))
        sys.exit(os.waitstatus_to_exitcode(status) & 255)
        """

    /// Runs a program with its standard output in a file.
    init(_ arguments: [String], environment: [String: String], output: String = "/dev/null") throws {
        let folder = try TemporaryDirectory()
        let child = try ChildProcess(
            ["python3", "-c", Self.starter, folder.path("peak")] + arguments, environment: environment,
            output: output, errors: folder.path("errors"))
        status = child.wait()
        errors = (try? String(contentsOfFile: folder.path("errors"), encoding: .utf8)) ?? ""
        let peak = Int(try String(contentsOfFile: folder.path("peak"), encoding: .utf8)) ?? 0
        kibibytes = Self.isSanitized ? 0 : peak
    }

    /// Sanitizers keep freed memory.
    static var isSanitized: Bool {
        dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil
    }

    /// The additional memory of shared libraries in a debug build, in KiB.
    static var libraries: Int {
        #if DEBUG
            8_192
        #else
            0
        #endif
    }
}
