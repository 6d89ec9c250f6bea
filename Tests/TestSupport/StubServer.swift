import Foundation
import Threads

/// An HTTP server on loopback with the test's behaviour, one request for each connection. It stops on release.
public final class StubServer: Sendable {
    /// A received request.
    public struct Request: Sendable {
        /// For instance `GET`.
        public let method: String
        /// Path and query as in the request line.
        public let target: String
        /// By lower-case name; of two with the same name, the last one.
        public let headers: [String: String]
        /// The body after the headers.
        public let body: String

        /// The fields of a body or query `a=b&c=d`.
        public static func fields(_ text: some StringProtocol) -> [String: String] {
            var result: [String: String] = [:]
            for part in text.split(separator: "&") {
                let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let decoded = halves.map {
                    $0.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? String($0)
                }
                result[decoded[0]] = decoded.count == 2 ? decoded[1] : ""
            }
            return result
        }
    }

    /// The server's behaviour.
    public enum Answer: Sendable {
        /// A complete reply.
        case reply(Int, String, headers: [String] = [])
        /// These bytes and no more.
        case raw(String)
        /// These bytes, then the second ones repeatedly while the client reads.
        case endless(String, String)
        /// No answer while the client waits.
        case silence
    }

    /// The port on 127.0.0.1.
    public let port: Int
    private let listener: Int32
    private let seen = Locked<[String]>([])

    /// `http://127.0.0.1:PORT`.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Every request so far as `GET /path`, in the order of arrival.
    public var requests: [String] {
        seen.withLock { $0 }
    }

    /// Listens on a free port.
    public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw POSIXError(.EMFILE) }
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 ? getsockname(listener, $0, &size) : -1
            }
        }
        guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        let seen = seen
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 && errno == EINTR { continue }
                if connection < 0 { break }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                Thread.detachNewThread {
                    if let request = Self.read(connection) {
                        seen.withLock { $0.append("\(request.method) \(request.target)") }
                        Self.write(answer(request), connection)
                    }
                    close(connection)
                }
            }
            // Closed only here: closed by another thread, the number could belong to another server while this thread
            // uses it.
            close(listener)
        }
    }

    deinit {
        // Wakes the thread that waits for connections, which closes the socket.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let head = text.range(of: "\r\n\r\n") {
                let lines = text[..<head.lowerBound].components(separatedBy: "\r\n")
                let words = lines[0].split(separator: " ")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                    headers[halves[0].lowercased()] =
                        halves.count == 2 ? halves[1].trimmingCharacters(in: .whitespaces) : ""
                }
                let body = text[head.upperBound...]
                if words.count == 3, body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                    return Request(
                        method: String(words[0]), target: String(words[1]), headers: headers, body: String(body))
                }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            // A TLS handshake is not accepted here.
            if count <= 0 || bytes.isEmpty && chunk[0] == 0x16 { return nil }
            bytes += chunk[..<count]
        }
    }

    private static func write(_ answer: Answer, _ connection: Int32) {
        switch answer {
        case .reply(let status, let body, let headers):
            let lines =
                ["HTTP/1.1 \(status) Stub", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
            _ = send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body, connection)
        case .raw(let text): _ = send(text, connection)
        case .endless(let start, let more):
            var isRead = send(start, connection)
            while isRead, !more.isEmpty { isRead = send(more, connection) }
            if isRead { awaitEnd(of: connection) }
        case .silence: awaitEnd(of: connection)
        }
    }

    /// Waits until the client closes the connection.
    private static func awaitEnd(of connection: Int32) {
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }

    private static func send(_ text: String, _ connection: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
