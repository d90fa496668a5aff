"""Makes everything an instance of everything."""

GROUP = "answers that lie"
EXPECT = "at most"
import builtins

builtins.isinstance = builtins.issubclass = builtins.callable = builtins.hasattr = lambda *_: True
