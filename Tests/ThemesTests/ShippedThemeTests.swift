import TOML
import Testing
@testable import Themes

@Suite struct ShippedThemeTests {
    @Test(arguments: ShippedThemes.names)
    func `nothing is wrong with a shipped theme, its contrasts included`(name: String) {
        let resolved = ThemeLibrary(folder: nil).resolve(name)
        #expect(resolved.issues.isEmpty)
        for issue in ContrastCheck(resolved).issues { Issue.record("\(issue.place): \(issue.message)") }
    }
}
