/// A complete command of vi.
struct ViCommand: Sendable, Equatable {
    var register: Character?
    var count: Int?
    var action: ViAction

    /// The count, or 1.
    var times: Int { max(1, count ?? 1) }
}

/// The effect of a command.
enum ViAction: Sendable, Equatable {
    case move(ViMotion)
    case operate(ViOperator, ViTarget)
    case insert(ViPlace)
    case overwrite
    case put(isAfter: Bool)
    case replaceCharacters(Character)
    case toggleCase
    case join(isSpaced: Bool)
    case undo, redo, repeatChange
    case addToNumber(sign: Int)
    case visual(ViMode)
    case visualAgain
    case exchangeEnds
    case select(ViObject)
    case operateOnSelection(ViOperator, isLinewise: Bool)
    case putOverSelection
    case replaceSelection(Character)
    case joinSelection(isSpaced: Bool)
    case search(isBackward: Bool)
    case leave
}

/// An operator on a range of text.
enum ViOperator: String, Sendable, Equatable {
    case delete = "d"
    case change = "c"
    case yank = "y"
    case indent = ">"
    case outdent = "<"
    case lowerCase = "gu"
    case upperCase = "gU"
    case toggleCase = "g~"
    case toggleComment = "gc"

    /// Whether the operator applies to whole lines with any motion.
    var isOnLines: Bool { self == .indent || self == .outdent || self == .toggleComment }
}

/// The range that an operator applies to.
enum ViTarget: Sendable, Equatable {
    case motion(ViMotion)
    case object(ViObject)
    case lines
    case search(isBackward: Bool)
}

/// Where an insertion begins.
enum ViPlace: Sendable, Equatable {
    case before, after, lineStart, lineEnd, lineBelow, lineAbove, lastInsertion
}

/// A motion.
enum ViMotion: Sendable, Equatable {
    case left, right, up, down
    case previousCharacter, nextCharacter
    case lineStart, firstNonBlank, lineEnd, lastNonBlank, column
    case lineDown, lineUp, thisLine
    case firstLine, lastLine
    case screenTop, screenMiddle, screenBottom
    case wordForward(isBig: Bool)
    case wordBackward(isBig: Bool)
    case wordEnd(isBig: Bool)
    case wordEndBackward(isBig: Bool)
    case find(ViFind)
    case findAgain(isReversed: Bool)
    case match
    case paragraphForward, paragraphBackward
    case nextMatch(isReversed: Bool)
    case wordUnderCursor(isBackward: Bool)
    case page(Int)
    case halfPage(Int)
    case byMatch(Search.Match)
}

/// A text object.
struct ViObject: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case word(isBig: Bool)
        case block(UInt8, UInt8)
        case quote(UInt8)
        case paragraph
    }

    var kind: Kind
    /// Whether the object begins with `a` instead of `i`.
    var isOuter: Bool
}
