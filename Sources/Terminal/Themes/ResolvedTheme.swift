public import TOML
public import TerminalUI

/// A theme together with all that it inherits, before it is made for a terminal.
public struct ResolvedTheme: Sendable {
    /// Its name.
    public let name: String
    /// What it is like, in its own words.
    public let about: String?
    /// What it expects behind its text.
    public let backdrop: Backdrop
    /// What is wrong in its file and its ancestors', without its contrasts.
    public let issues: [SourceIssue]

    /// The theme's own file, as issues name it.
    let file: String
    private let isTOML: Bool
    /// The least contrast that it promises for all text.
    let contrast: Int?
    let palette: [String: ThemeFile.Entry]
    /// The styles by the roles' names, with the colours of their words.
    let styles: [String: ResolvedStyle]

    init(name: String, _ family: ThemeFamily, also: [SourceIssue] = []) {
        self.name = name
        file = family.files.first?.file ?? ""
        isTOML = family.files.first?.isTOML ?? false
        about = family.files.first?.about
        backdrop = family.files.lazy.compactMap(\.backdrop).first ?? .any
        contrast = family.files.lazy.compactMap(\.contrast).first
        var palette: [String: ThemeFile.Entry] = [:]
        var factories: [String: StyleDefinition] = [:]
        for file in family.files {
            palette.merge(file.palette) { own, _ in own }
            factories.merge(file.styles) { own, _ in own }
        }
        self.palette = palette
        var unknown: [SourceIssue] = []
        let colors = palette.mapValues(\.color)
        styles = factories.mapValues { ResolvedStyle($0, palette: colors, &unknown) }
        let inOrder = unknown.sorted { ($0.file, $0.position) < ($1.file, $1.position) }
        issues = also + family.issues + inOrder
    }

    /// The same and all that cannot be read or told apart, as far as the file could be understood at all.
    public var allIssues: [SourceIssue] { isTOML ? issues + ContrastCheck(self).issues : issues }

    /// The look of each role on a terminal of that depth.
    public func theme(at depth: ColorDepth) -> Theme {
        let looks = styles.mapValues { $0.style(at: depth) }
        return Theme(name: name) { looks[styleName(of: $0) ?? ""] ?? .plain }
    }

    /// The longest name that has a style for a role; nil where not even `text` has one.
    func styleName(of role: Role) -> String? {
        RoleName.lookup(role.rawValue).first { styles[$0] != nil }
    }
}
