@testable import Relay

extension Harness {
    /// The first messages of clients and servers at the relay.
    static let wire = [
        Harness("postgresql-wire", seeds: ["\0\u{3}\0\0user\0jane\0options\0-c x=1\0\0", "\u{4}\0\0\0"]) { bytes in
            _ = try? FirstPacket(bytes)
            _ = ErrorResponse(bytes)
        },
        Harness("mysql-wire", seeds: ["\n8.0.36\0aaaabbbbbbbb\0", "jane\0\u{1}xdb\0caching_sha2_password\0"]) { bytes in
            _ = ServerGreeting(bytes)
            _ = try? ChildAnswer(bytes)
            _ = ErrorPacket(bytes)
            var reader = ByteReader(bytes)
            while let part = reader.lengthEncoded(), !part.isEmpty {}
        },
    ]
}
