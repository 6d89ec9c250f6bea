import ScreenKit
import TerminalUI

/// The columns of the table for a screen width, with their positions.
struct TableColumns {
    enum Kind {
        case environment, name, engine, role, region, user, token, sessions, proxy, last
    }

    struct Column {
        let kind: Kind
        let title: String
        let start: Int
        let width: Int
        /// The sort key for a click on the title.
        let order: RowOrder.Key?
    }

    let columns: [Column]
    /// The maximum number of cells of a token's bar.
    let barWidth: Int

    /// The two columns at the left contain the cursor's bar and the mark.
    private static let margin = 2
    private static let gap = 2
    /// After the bar: two blanks, `mm:ss`, `!`, `↻`, and `▼cred` or a blank and `failed`.
    private static let besideBar = 16

    init(_ state: DeckState, width: Int) {
        let widths = state.widths
        var barWidth = 12
        // A long name never hides another column; it gets the remaining space.
        var nameWidth = min(40, widths.name)
        var kinds: [Kind] = [.environment, .name, .engine, .role, .region, .user, .token, .last]
        // This column is shown only if there are sessions.
        if !state.sessions.isEmpty { kinds.insert(.sessions, at: kinds.count - 1) }
        if !state.proxies.isEmpty { kinds.insert(.proxy, at: kinds.count - 1) }
        func room(for kind: Kind) -> Int {
            // The title of the sort column has an arrow.
            let (title, order) = Self.title(of: kind)
            let heading = order != nil && order == state.sorting.key ? title.count + 2 : title.count
            return max(content(of: kind), heading)
        }
        func content(of kind: Kind) -> Int {
            switch kind {
            case .environment: widths.environment
            case .name: nameWidth
            case .engine: widths.engine
            case .role: widths.role
            case .region: widths.region
            case .user: widths.user
            case .token: barWidth + Self.besideBar
            case .sessions: 8
            case .proxy: 6
            case .last: 16
            }
        }
        func needed() -> Int { kinds.reduce(Self.margin) { $0 + room(for: $1) + Self.gap } - Self.gap }
        for kind in [Kind.region, .last, .engine, .role, .user, .sessions, .proxy] where needed() > width {
            kinds.removeAll { $0 == kind }
        }
        if needed() > width { barWidth = 6 }
        nameWidth = max(8, min(nameWidth, nameWidth - (needed() - width)))
        if needed() > width { barWidth = 0 }
        if needed() < width { nameWidth = min(widths.name, nameWidth + width - needed()) }

        var start = Self.margin
        var columns: [Column] = []
        for kind in kinds {
            let wanted = kind == .last ? max(0, width - start) : room(for: kind)
            let (title, order) = Self.title(of: kind)
            columns.append(Column(kind: kind, title: title, start: start, width: wanted, order: order))
            start += wanted + Self.gap
        }
        self.columns = columns
        self.barWidth = barWidth
    }

    /// The column of a kind, if it fits.
    subscript(kind: Kind) -> Column? { columns.first { $0.kind == kind } }

    /// The column at a position in the title line.
    func column(at place: Int) -> Column? {
        columns.last { $0.start <= place }
    }

    private static func title(of kind: Kind) -> (String, RowOrder.Key?) {
        switch kind {
        case .environment: ("ENV", .environment)
        case .name: ("NAME", .name)
        case .engine: ("ENGINE", .engine)
        case .role: ("ROLE", nil)
        case .region: ("REGION", .region)
        case .user: ("USER", .user)
        case .token: ("TOKEN", .token)
        case .sessions: ("SESSIONS", nil)
        case .proxy: ("PROXY", nil)
        case .last: ("LAST", nil)
        }
    }
}
