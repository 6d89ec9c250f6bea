public import TerminalUI

/// A look for every role, made for a terminal's number of colours.
public struct Theme: Sendable, Equatable {
    /// Its name.
    public let name: String
    private let styles: [Style]

    /// A theme of the styles that `style` gives.
    public init(name: String, _ style: (Role) -> Style) {
        self.name = name
        styles = Role.allCases.map(style)
    }

    /// The look of a role.
    public subscript(role: Role) -> Style {
        styles[role.index]
    }

    /// No colours and no attributes: what tests of text look at.
    public static let plain = Theme(name: "plain") { _ in .plain }
}

extension Role {
    private static let indices = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    fileprivate var index: Int { Self.indices[self] ?? 0 }
}
