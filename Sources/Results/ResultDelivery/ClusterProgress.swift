import SQLWire

/// The progress of one cluster in a statement that runs on several clusters.
public struct ClusterProgress: Sendable, Equatable {
    public enum State: Sendable, Equatable {
        /// It waits for its turn to log in.
        case waiting
        case loggingIn
        /// The server takes no logins for the moment; the login is tried again after `time`.
        case retrying
        case running
        case done
        case failed
        case cancelled
    }

    /// The cluster's name.
    public let name: String
    public internal(set) var state = State.waiting
    /// The number of returned or changed rows.
    public internal(set) var rows: UInt64 = 0
    /// Nanoseconds since the statement was sent, until its end; before a retry, nanoseconds until that.
    public internal(set) var time: Int64 = 0
    /// The error, or remarks, line by line.
    public internal(set) var words: [String] = []
    /// Whether the session was lost so that only the server knows what it has done.
    public var isUncertain = false
    /// Hashes of the column names and of all rows.
    var columns: UInt64 = 0
    var digest: UInt64 = 0

    /// A cluster that waits, or one in another state.
    public init(name: String, state: State = .waiting, rows: UInt64 = 0, words: [String] = []) {
        self.name = name
        self.state = state
        self.rows = rows
        self.words = words
    }

    /// Whether its statement has ended, or will never begin.
    public var isOver: Bool {
        switch state {
        case .done, .failed, .cancelled: true
        case .waiting, .loggingIn, .retrying, .running: false
        }
    }

    /// Groups clusters by equal columns and rows in any order, the largest group first.
    public static func groups(of clusters: [ClusterProgress]) -> [[ClusterProgress]] {
        var groups: [[ClusterProgress]] = []
        for cluster in clusters where cluster.state == .done {
            let index = groups.firstIndex { group in
                group[0].rows == cluster.rows && group[0].digest == cluster.digest
                    && group[0].columns == cluster.columns
            }
            if let index { groups[index].append(cluster) } else { groups.append([cluster]) }
        }
        // The order of equally large groups stays that of the clusters.
        return groups.enumerated().sorted { ($0.element.count, $1.offset) > ($1.element.count, $0.offset) }
            .map(\.element)
    }
}

/// A hash of bytes that arrive one after another. Source: FNV-1a, 64 bits.
struct RowHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(UInt64(byte)) }
    }

    mutating func add(_ unit: UInt64) { value = (value ^ unit) &* 0x100_0000_01B3 }

    /// The hash of a row's values.
    init(_ values: borrowing RowBatch.Values, _ row: Int) {
        for column in 0..<values.columnCount {
            guard let value = values[row, column] else {
                add(0x100)
                continue
            }
            add(value)
            add(0x101)
        }
    }

    /// The hash of column names.
    init(_ names: [[UInt8]]) {
        for name in names {
            add(name)
            add(0x101)
        }
    }
}
