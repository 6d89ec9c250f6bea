import CPlatform
import Glibc
import LocalFiles

/// Runs a program that prints a short answer within a second. Blocks: must not be called on the main thread.
enum ShortCommand {
    /// The program's output without its last line end; nil when it could not run, failed, or took longer than a second.
    static func output(_ arguments: [String], variables: [String: String]) -> String? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer {
            close(ends[0])
            if null >= 0 { close(null) }
        }
        let child = CStringArray.withPointers(arguments) { words in
            CStringArray.withPointers(variables.map { "\($0.key)=\($0.value)" }) { settings in
                var request = qd_spawn_request()
                request.arguments = words
                request.environment = settings
                (request.input, request.output, request.error) = (null, ends[1], null)
                request.own_group = 1
                return qd_spawn(&request)
            }
        }
        close(ends[1])
        guard child > 0 else { return nil }
        let bytes = read(ends[0], until: qd_monotonic_nanoseconds() + 1_000_000_000)
        if bytes == nil { kill(-child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        guard let bytes, qd_exit_code(status) == 0 else { return nil }
        return String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }

    /// The output that arrives in time.
    private static func read(_ descriptor: Int32, until end: Int64) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < 4_096 {
            let left = (end - qd_monotonic_nanoseconds()) / 1_000_000
            guard left > 0, qd_wait(descriptor, Int16(POLLIN), -1, Int32(left)) == 1 else { return nil }
            var part = [UInt8](repeating: 0, count: 1_024)
            let count = Glibc.read(descriptor, &part, part.count)
            if count <= 0 { return bytes }
            bytes += part.prefix(count)
        }
        return bytes
    }
}
