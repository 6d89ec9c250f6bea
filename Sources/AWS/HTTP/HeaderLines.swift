import Secrets

/// A request's headers as `Name: value`, in memory that is wiped on release.
struct HeaderLines: ~Copyable {
    private var bytes = SecretBuffer(capacity: 2_048)
    private var starts: [Int] = []

    /// - Throws: `broken` for a header that contains a control character, which could start another header.
    init(_ headers: [HTTPRequest.Header]) throws(HTTPFault) {
        for header in headers {
            guard header.name.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: ":") }), !header.name.isEmpty,
                header.value.revealBytes({ $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F } })
            else { throw HTTPFault(.broken, "the value for the header \(header.name) has a control character in it") }
            starts.append(bytes.count)
            bytes.append(header.name)
            // For libcurl, `Name:` removes a header and `Name;` makes it empty.
            bytes.append(header.value.isEmpty ? ";" : ": ")
            header.value.revealBytes { bytes.append($0) }
            bytes.append("\0")
        }
    }

    /// Passes the lines as C strings, followed by NULL.
    borrowing func withPointers<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
        bytes.revealBytes { bytes in
            let lines = starts.map { start in
                bytes.baseAddress.map { UnsafePointer(($0 + start).assumingMemoryBound(to: CChar.self)) }
            }
            return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: lines.count + 1) { room in
                _ = room.initialize(from: lines + [nil])
                guard let start = room.baseAddress else { preconditionFailure("an allocation without an address") }
                return body(UnsafePointer(start))
            }
        }
    }
}
