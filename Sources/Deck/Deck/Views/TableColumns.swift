import Profiles
import ScreenKit
import TerminalUI

/// The columns of the table for a screen width, with their positions.
struct TableColumns {
    typealias Kind = TableColumn

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
    /// The columns of the choice for which the screen is too narrow.
    let hidden: [Kind]

    /// The two columns at the left contain the cursor's bar and the mark.
    private static let margin = 2
    private static let gap = 2
    /// After the bar: two blanks, `mm:ss`, `!`, `↻`, and `▼cred` or a blank and `failed`.
    private static let besideBar = 16

    init(_ state: DeckState, width: Int) {
        let choice = TableChoice(state)
        let widths = state.widths
        var barWidth = 12
        // A long name never hides another column; it gets the remaining space.
        var nameWidth = min(40, widths.name)
        var kinds = choice.columns
        var extra: [Kind: Int] = [:]
        func room(for kind: Kind) -> Int {
            // The title of the sort column has an arrow.
            let (title, order) = Self.title(of: kind)
            let heading = order != nil && order == state.sorting.key ? title.count + 2 : title.count
            return max(content(of: kind), heading) + extra[kind, default: 0]
        }
        func content(of kind: Kind) -> Int {
            switch kind {
            case .environment: widths.environment
            case .name: nameWidth
            case .engine: widths.engine
            case .version: min(16, state.versions.values.reduce(7) { max($0, VersionText.of($1).count) })
            case .role: widths.role
            case .region: widths.region
            case .database: min(widths.database, 12)
            case .user: widths.user
            case .token: barWidth + Self.besideBar
            case .credentials: 11
            case .sessions: 8
            case .proxy: 6
            case .endpoint: min(widths.endpoint, 24)
            case .tags: min(widths.tags, 12)
            case .note: min(widths.note, 12)
            case .last: 16
            }
        }
        func needed() -> Int { kinds.reduce(Self.margin) { $0 + room(for: $1) + Self.gap } - Self.gap }
        if choice.isWide, needed() > width { barWidth = 6 }
        // A column that the user has not asked for must not take the space of the last events, which name failures.
        if choice.isDefault, needed() + 16 > width { kinds.removeAll { $0 == .credentials } }
        for kind in choice.leaving where needed() > width { kinds.removeAll { $0 == kind } }
        if needed() > width { barWidth = 6 }
        nameWidth = max(8, min(nameWidth, nameWidth - (needed() - width)))
        if needed() > width { barWidth = 0 }
        if needed() < width { nameWidth = min(widths.name, nameWidth + width - needed()) }
        let whole: [(Kind, Int)] = [
            (.database, widths.database), (.tags, widths.tags), (.note, widths.note), (.endpoint, widths.endpoint),
            (.last, width),
        ]
        for (kind, wanted) in whole where kinds.contains(kind) {
            extra[kind] = max(0, min(wanted - room(for: kind), width - needed()))
        }

        var start = Self.margin
        var columns: [Column] = []
        for kind in kinds {
            let wanted = max(0, min(room(for: kind), width - start))
            let (title, order) = Self.title(of: kind)
            columns.append(Column(kind: kind, title: title, start: start, width: wanted, order: order))
            start += wanted + Self.gap
        }
        self.columns = columns
        self.barWidth = barWidth
        hidden = choice.columns.filter { !kinds.contains($0) }
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
        case .version: ("VERSION", nil)
        case .role: ("ROLE", nil)
        case .region: ("REGION", .region)
        case .database: ("DATABASE", nil)
        case .user: ("USER", .user)
        case .token: ("TOKEN", .token)
        case .credentials: ("CREDENTIALS", nil)
        case .sessions: ("SESSIONS", nil)
        case .proxy: ("PROXY", nil)
        case .endpoint: ("ENDPOINT", nil)
        case .tags: ("TAGS", nil)
        case .note: ("NOTE", nil)
        case .last: ("LAST", nil)
        }
    }
}
