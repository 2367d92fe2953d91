"""English words that say nothing about a paper's subject."""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a about above across after again against all almost also although always am among an and another any anybody anyone
    anything anyway are aren around as at away be became because become been before being below best better between both
    but by came can cannot could couldn did didn do does doesn doing don done down due during each either else enough
    especially etc even ever every everybody everyone everything find finding findings first for found from further gave
    get getting give given go going good got had has hasn have haven having he help hence her here hers herself him
    himself his how however i if in indeed instead into is isn it its itself just know known last least less let like
    likely likes ll look made mainly make makes making many may maybe me mean merely might mine more moreover most
    mostly much must my myself near need needs neither never nevertheless new next no nobody none nor not nothing now of
    off often oh ok on once one ones only onto or other others otherwise our ours ourselves out over own per perhaps
    please put quite rather re really s said same say see seem seems seen shall she should shouldn show shows since so
    some somebody someone something somehow sometimes somewhat still such t take takes taken tell than that the their
    theirs them themselves then there thereby therefore these they thing things think this those though through
    throughout thus to together too toward towards try trying two under unless unlike until up upon us use used uses
    using usually various ve very via want wanted wants was wasn way ways we well were weren what whatever when where
    whereas whereby wherein whether which while who whole whom whose why will with within without won would wouldn yes
    yet you your yours yourself yourselves
    """.split()
)

PAPER_WORDS = frozenset(
    """
    abstract achieve achieved achieves achieving address addresses aim aims analysis analyses analyze approach
    approaches art article available based baseline baselines benchmark benchmarks called case cases challenge
    challenges challenging code compare compared comparable comparison competitive conduct consider considered
    consistently contribution contributions conventional current currently data dataset datasets demonstrate
    demonstrated demonstrates describe described design designed detail details develop developed different difficult
    easily effect effective effectively effectiveness effects efficient empirical empirically enable enables enabling
    evaluate evaluated evaluation evaluations evidence example examples existing experiment experiments experimental
    explore extensive fact focus following framework full fully future general github goal high higher highly http https
    idea impact implementation importance important improve improved improvement improvements improves improving include
    including increase insight insights introduce introduced introduces investigate issue issues key knowledge large
    larger lead leads level leverage limitation limitations limited low lower main major method methods model models
    multiple namely novel number numerous obtain obtained outperform outperforming outperforms overall paper papers
    particular particularly perform performance performs popular possible potential practical present presented presents
    previous previously prior problem problems process project promising propose proposed proposes proposing provide
    provided provides providing publicly range real recent recently related release report require required requires
    research researchers respectively result resulting results rely set sets several show showed showing shown
    significant significantly similar simple single small solution solutions specific specifically state step strong
    studies study suffer suggest superior support system systems task tasks technique techniques term terms test three
    traditional train trained training types typically understanding unified variety verify wide widely work works world
    """.split()
)
"""Words of any abstract: alone they are no reason for two papers to be related."""

MANNER_WORDS = frozenset(
    """
    agnostic art aware based box cost dimensional driven effective efficient end fidelity free friendly grained horizon
    level like order oriented performance play purpose quality resource scalable scale shot source specific
    stage step throughput time tune weight wise world
    """.split()
)
"""Last words of compounds that tell how something is done, in any field: `few-shot`, `training-free`, `real-time`."""
