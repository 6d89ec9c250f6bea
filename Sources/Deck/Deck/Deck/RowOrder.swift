import Profiles
import ScreenKit
import Timestamps

/// The sort order of the table.
public struct RowOrder: Sendable, Equatable {
    public enum Key: Sendable, CaseIterable {
        /// The order of the file.
        case file
        case environment, name, engine, region, user, token
    }

    public var key: Key
    public var isReversed: Bool

    public init(_ key: Key = .file, isReversed: Bool = false) {
        self.key = key
        self.isReversed = isReversed
    }

    /// The indices sorted by this order; equal rows keep the order of the file.
    func sorted(_ indices: [Int], of rows: [ClusterRow]) -> [Int] {
        guard key != .file else { return isReversed ? indices.reversed() : indices }
        let keyed: [(index: Int, number: Int64, text: String)] = indices.map { index in
            let row = rows[index]
            return switch key {
            case .file: (index, 0, "")
            case .environment:
                (index, Self.rank(row.cluster?.environment), row.cluster?.environment?.lowercased() ?? "")
            case .name: (index, 0, row.id.name.lowercased())
            case .engine: (index, 0, row.engine)
            case .region: (index, 0, row.cluster?.region ?? "~")
            case .user: (index, 0, row.cluster?.user ?? "~")
            // The earliest expiry comes first; rows without a token come last.
            case .token: (index, row.token.facts?.expiresAt.secondsSince1970 ?? .max, "")
            }
        }
        return keyed.sorted { left, right in
            if (left.number, left.text) == (right.number, right.text) { return left.index < right.index }
            return ((left.number, left.text) < (right.number, right.text)) != isReversed
        }.map(\.index)
    }

    /// Production first.
    private static func rank(_ environment: String?) -> Int64 {
        switch environment.map(Environment.init) {
        case .production: 0
        case .staging: 1
        case .development: 2
        case .other: 3
        case nil: 4
        }
    }
}
