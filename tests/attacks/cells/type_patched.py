"""Makes every value claim to be a plain float, by replacing the builtin type."""

GROUP = "answers that lie"
EXPECT = "at most"
import builtins

builtins.type = lambda *_: float
