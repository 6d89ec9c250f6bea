import Failures
import LocalFiles
import TOML

/// The places of themes: directories first, then the built-in themes.
struct ThemeFolders {
    /// Directories with `NAME.toml` files; the first directory with a name wins.
    let paths: [String]

    /// The maximum number of files read in a directory.
    private static let mostFiles = 1_000

    /// The names of the themes in the directories, sorted.
    var names: [String] {
        let files = paths.flatMap { DirectoryListing.names($0, atMost: Self.mostFiles) }
        let names = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
        return Set(names.filter(ThemeSource.isName)).sorted()
    }

    /// The source of a name. A theme that inherits its own name means the next source with that name, so sources in
    /// `used` are skipped.
    func source(_ name: String, notAmong used: [ThemeSource] = []) -> ThemeSource? {
        guard ThemeSource.isName(name) else { return nil }
        let files = paths.map { ThemeSource.file($0 + "/" + name + ".toml") }
        if let file = files.first(where: { !used.contains($0) && FilePath.resolved($0.file) != nil }) { return file }
        let shipped = ThemeSource.shipped(name)
        return !used.contains(shipped) && ShippedThemes.names.contains(name) ? shipped : nil
    }

    /// Reads a theme's own text.
    func read(_ source: ThemeSource) -> ThemeFile {
        switch source {
        case .shipped(let name): return ThemeFile(reading: ShippedThemes.text(of: name) ?? [], file: source.file)
        case .file(let path):
            do throws(Failure) {
                return ThemeFile(
                    reading: try BoundedFile.read(path, limit: ThemeFile.largestByteCount) ?? [], file: path)
            } catch {
                return ThemeFile(unreadable: error, file: path)
            }
        }
    }
}
