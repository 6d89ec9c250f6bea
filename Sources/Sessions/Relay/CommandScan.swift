/// Finds the commands in the bytes that a MySQL client sends after its login.
///
/// Source: MySQL internals, "MySQL Packets" and "Command Phase": a command begins a packet with sequence number 0. A
/// packet of 16 MiB - 1 continues in the next one.
struct CommandScan {
    /// The beginning of a packet.
    struct Head {
        /// Bytes after the header.
        let count: Int
        let sequence: UInt8
        /// The first byte after the header; nil for an empty packet.
        let first: UInt8?

        static let headerSize = 4

        /// Nil when the bytes end before the first byte after the header.
        init?(_ bytes: Slice<UnsafeRawBufferPointer>) {
            let start = bytes.startIndex
            guard bytes.count >= Self.headerSize else { return nil }
            count = Int(bytes[start]) | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2]) << 16
            sequence = bytes[start + 3]
            guard count == 0 || bytes.count > Self.headerSize else { return nil }
            first = count == 0 ? nil : bytes[start + Self.headerSize]
        }
    }

    /// Why bytes cannot be passed on.
    enum Halt {
        /// The bytes end within the head of a packet.
        case incomplete
        /// A command that is not passed on begins.
        case command(UInt8, Head)
    }

    private let withheld: [UInt8]
    /// Bytes of the current packet that are still to come, with its header.
    private var rest = 0
    private var previous: (count: Int, sequence: UInt8) = (0, 0)

    private static let longest = 0xFF_FFFF

    /// - Parameter withheld: The commands that are not passed on.
    init(withheld: [UInt8]) {
        self.withheld = withheld
    }

    /// The number of leading bytes to pass on, and the reason when more bytes follow.
    func passable(_ bytes: UnsafeRawBufferPointer) -> (count: Int, halt: Halt?) {
        var (scan, index) = (self, 0)
        while index < bytes.count {
            if scan.rest == 0 {
                guard let head = Head(bytes[index...]) else { return (index, .incomplete) }
                if let command = scan.command(head), withheld.contains(command) {
                    return (index, .command(command, head))
                }
                scan.enter(head)
            }
            let step = min(scan.rest, bytes.count - index)
            scan.rest -= step
            index += step
        }
        return (index, nil)
    }

    /// Records that the first `count` of the bytes, which are passable, have been passed on.
    mutating func pass(_ count: Int, of bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < count {
            if rest == 0, let head = Head(bytes[index...]) { enter(head) }
            let step = min(rest, count - index)
            rest -= step
            index += step
        }
    }

    /// Begins a packet whose bytes, with the header, are still to come.
    mutating func enter(_ head: Head) {
        rest = Head.headerSize + head.count
        previous = (head.count, head.sequence)
    }

    /// The command of a packet. Sequence number 0 also follows 255 in a file that a client uploads.
    private func command(_ head: Head) -> UInt8? {
        guard head.sequence == 0, previous.count != Self.longest, previous.sequence != 255 else { return nil }
        return head.first
    }
}
