/// The motions by words. Each answers whether there was a word that way; the place is as far as there was.
extension ViWalk {
    /// `w`. - Parameter stopsAtLineEnd: With an operator, the last word of a line ends at its end.
    mutating func wordForward(_ count: Int, stopsAtLineEnd: Bool) -> Bool {
        for rest in (0..<count).reversed() {
            let kind = kind
            let wasOnLastLine = isOnLastLine
            let step = next()
            if step == .nothing || step != .character && wasOnLastLine { return false }
            if step != .character, stopsAtLineEnd, rest == 0 { return true }
            if kind != 0 {
                while self.kind == kind {
                    let step = next()
                    if step == .nothing || step != .character && stopsAtLineEnd && rest == 0 { return true }
                }
            }
            while self.kind == 0 {
                if place.column == 0, isOnEmptyLine { break }
                let step = next()
                if step == .nothing || step != .character && wasOnLastLine { return true }
            }
        }
        return true
    }

    /// `b`. - Parameter staysInWord: The word or the blanks before count, as `vaw` has it.
    mutating func wordBackward(_ count: Int, staysInWord: Bool = false) -> Bool {
        var stays = staysInWord
        for _ in 0..<count {
            let kind = kind
            if previous() == .nothing { return false }
            defer { stays = false }
            if stays, kind != self.kind, kind != 0 {
                _ = next()
                continue
            }
            var isOnEmpty = false
            while self.kind == 0 {
                if place.column == 0, isOnEmptyLine {
                    isOnEmpty = true
                    break
                }
                if previous() == .nothing { return true }
            }
            if isOnEmpty { continue }
            if !skip(self.kind, forward: false) { return true }
            _ = next()
        }
        return true
    }

    /// `e`.
    ///
    /// - Parameters:
    ///   - staysInWord: A word whose end this is counts, as `cw` has it.
    ///   - stopsAtEmptyLine: An empty line counts as a word.
    mutating func wordEnd(_ count: Int, staysInWord: Bool = false, stopsAtEmptyLine: Bool = false) -> Bool {
        var stays = staysInWord
        for _ in 0..<count {
            let kind = kind
            if next() == .nothing { return false }
            if self.kind == kind, kind != 0 {
                if !skip(kind, forward: true) { return false }
            } else if !stays || kind == 0 {
                var isOnEmpty = false
                while self.kind == 0 {
                    if stopsAtEmptyLine, place.column == 0, isOnEmptyLine {
                        isOnEmpty = true
                        break
                    }
                    if next() == .nothing { return false }
                }
                if isOnEmpty {
                    stays = false
                    continue
                }
                if !skip(self.kind, forward: true) { return false }
            }
            _ = previous()
            stays = false
        }
        return true
    }

    /// `ge`.
    mutating func wordEndBackward(_ count: Int, stopsAtLineEnd: Bool = false) -> Bool {
        for _ in 0..<count {
            let kind = kind
            var step = previous()
            if step == .nothing { return false }
            if stopsAtLineEnd, step == .line { return true }
            while kind != 0, self.kind == kind {
                step = previous()
                if step == .nothing || stopsAtLineEnd && step == .line { return true }
            }
            while self.kind == 0 {
                if place.column == 0, isOnEmptyLine { break }
                step = previous()
                if step == .nothing || stopsAtLineEnd && step == .line { return true }
            }
        }
        return true
    }

    /// Moves on over `count` more words, or words and the blanks between them; answers whether the last character
    /// belongs to it, nil when there are not that many.
    mutating func extendByWords(_ count: Int, isOuter: Bool) -> Bool? {
        var isInclusive = true
        for rest in (0..<count).reversed() {
            isInclusive = true
            guard nextShown() != .nothing else { return nil }
            if isOuter != (kind == 0) {
                guard wordForward(1, stopsAtLineEnd: true) || rest == 0 else { return nil }
                if place.column > 0 { _ = previous() } else { isInclusive = false }
            } else {
                guard wordEnd(1, staysInWord: true, stopsAtEmptyLine: true) else { return nil }
            }
        }
        return isInclusive
    }

    /// The same towards the text's beginning; false when there are not that many.
    mutating func extendBackByWords(_ count: Int, isOuter: Bool) -> Bool {
        for _ in 0..<count {
            guard previousShown() != .nothing else { return false }
            if isOuter != (kind != 0) {
                guard wordBackward(1, staysInWord: true) else { return false }
            } else {
                guard wordEndBackward(1, stopsAtLineEnd: true) else { return false }
                nextShown()
            }
        }
        return true
    }
}
