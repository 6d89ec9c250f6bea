public import Failures
import LocalFiles
public import TOML
public import TerminalUI

/// The themes that there are: the shipped ones, and a user's own, which win over shipped ones of the same name.
public struct ThemeLibrary: Sendable {
    private let folder: String?

    /// A library over a directory of the user's own themes, which need not exist.
    public init(folder: String?) {
        self.folder = folder
    }

    /// The name of the theme for those who chose none.
    public static let defaultName = "default"

    /// The name of the theme that has no colours.
    public static let colorlessName = "mono"

    /// All names: the shipped ones in the order in which they are offered, then the user's own.
    public var names: [String] {
        let shipped = ShippedThemes.names
        return shipped + folders.names.filter { !shipped.contains($0) }
    }

    /// Whether there is a theme of that name.
    public func contains(_ name: String) -> Bool {
        folders.source(name) != nil
    }

    /// The user's own file that a name stands for; nil for a shipped theme.
    public func file(of name: String) -> String? {
        guard case .file(let path) = folders.source(name) else { return nil }
        return path
    }

    /// A theme for a terminal, with all that is wrong in its file and its ancestors'. Instead of one that is not there it
    /// is `default`; without colours it is always `mono`, in which attributes alone tell everything apart.
    public func load(_ name: String, depth: ColorDepth) -> (theme: Theme, issues: [SourceIssue]) {
        let isMono = depth == .mono
        let resolved = resolve(isMono ? Self.colorlessName : name)
        let missing = isMono && !contains(name) ? [missing(name)] : []
        return (resolved.theme(at: depth), missing + resolved.issues)
    }

    /// A theme with its ancestors, for those who look into it.
    public func resolve(_ name: String) -> ResolvedTheme {
        guard let source = folders.source(name) else {
            let instead = ThemeSource.shipped(Self.defaultName)
            let family = ThemeFamily(of: folders.read(instead), at: instead, in: folders)
            return ResolvedTheme(name: Self.defaultName, family, also: [missing(name)])
        }
        return ResolvedTheme(name: name, ThemeFamily(of: folders.read(source), at: source, in: folders))
    }

    /// A theme file by its path, wherever it is. Its ancestors are searched in its own directory first.
    ///
    /// - Throws: A `Failure` where the file cannot be read or is too large.
    public func resolve(file path: String) throws(Failure) -> ResolvedTheme {
        guard let bytes = try BoundedFile.read(path, limit: ThemeFile.largestByteCount) else {
            throw Failure(.noInput, "there is no file \(path)", next: "quarterdeck themes list")
        }
        let source = ThemeSource.file(path)
        let around = ThemeFolders(paths: [FilePath.parent(of: path).directory] + folders.paths)
        return ResolvedTheme(
            name: source.name, ThemeFamily(of: ThemeFile(reading: bytes, file: path), at: source, in: around))
    }

    private var folders: ThemeFolders { ThemeFolders(paths: folder.map { [$0] } ?? []) }

    private func missing(_ name: String) -> SourceIssue {
        SourceIssue(
            file: ThemeSource.file((folder ?? "themes") + "/" + ThemeIssues.short(name) + ".toml").file,
            position: SourcePosition(line: 1, column: 1), message: "there is no such theme",
            suggestion: Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
                ?? "quarterdeck themes list")
    }
}
