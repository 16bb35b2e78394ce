"""arXiv categories: the subject that each code stands for (https://arxiv.org/category_taxonomy).

Where arXiv's own name says too little alone ("Logic", "Applications"), it is made fuller; where the
vocabulary knows the subject under another name, it is given that.
"""

from __future__ import annotations

import re

_NAMES = {
    "cs.AI": "Artificial Intelligence", "cs.AR": "Hardware Architecture",
    "cs.CC": "Computational Complexity",
    "cs.CE": "Computational Engineering, Finance, and Science",
    "cs.CG": "Computational Geometry", "cs.CL": "Computation and Language",
    "cs.CR": "Cryptography and Security", "cs.CV": "Computer Vision and Pattern Recognition",
    "cs.CY": "Computers and Society", "cs.DB": "Databases",
    "cs.DC": "Distributed, Parallel, and Cluster Computing", "cs.DL": "Digital Libraries",
    "cs.DM": "Discrete Mathematics", "cs.DS": "Data Structures and Algorithms",
    "cs.ET": "Emerging Technologies", "cs.FL": "Formal Languages and Automata Theory",
    "cs.GL": "General Literature", "cs.GR": "Graphics", "cs.GT": "Computer Science and Game Theory",
    "cs.HC": "Human-Computer Interaction", "cs.IR": "Information Retrieval",
    "cs.IT": "Information Theory", "cs.LG": "Machine Learning",
    "cs.LO": "Logic in Computer Science", "cs.MA": "Multiagent Systems", "cs.MM": "Multimedia",
    "cs.MS": "Mathematical Software", "cs.NA": "Numerical Analysis",
    "cs.NE": "Neural and Evolutionary Computing", "cs.NI": "Networking and Internet Architecture",
    "cs.OH": "Other Computer Science", "cs.OS": "Operating Systems",
    "cs.PF": "Performance of Computers",
    "cs.PL": "Programming Languages", "cs.RO": "Robotics", "cs.SC": "Symbolic Computation",
    "cs.SD": "Sound", "cs.SE": "Software Engineering", "cs.SI": "Social and Information Networks",
    "cs.SY": "Systems and Control",
    "econ.EM": "Econometrics", "econ.GN": "General Economics", "econ.TH": "Theoretical Economics",
    "eess.AS": "Audio and Speech Processing", "eess.IV": "Image and Video Processing",
    "eess.SP": "Signal Processing", "eess.SY": "Systems and Control",
    "math.AC": "Commutative Algebra", "math.AG": "Algebraic Geometry",
    "math.AP": "Analysis of PDEs", "math.AT": "Algebraic Topology",
    "math.CA": "Classical Analysis and ODEs", "math.CO": "Combinatorics",
    "math.CT": "Category Theory", "math.CV": "Complex Variables",
    "math.DG": "Differential Geometry", "math.DS": "Dynamical Systems",
    "math.FA": "Functional Analysis", "math.GM": "General Mathematics",
    "math.GN": "General Topology", "math.GR": "Group Theory", "math.GT": "Geometric Topology",
    "math.HO": "History and Overview of Mathematics", "math.IT": "Information Theory",
    "math.KT": "K-Theory and Homology", "math.LO": "Mathematical Logic",
    "math.MG": "Metric Geometry", "math.MP": "Mathematical Physics",
    "math.NA": "Numerical Analysis", "math.NT": "Number Theory", "math.OA": "Operator Algebras",
    "math.OC": "Optimization and Control", "math.PR": "Probability",
    "math.QA": "Quantum Algebra", "math.RA": "Rings and Algebras",
    "math.RT": "Representation Theory", "math.SG": "Symplectic Geometry",
    "math.SP": "Spectral Theory", "math.ST": "Statistics Theory",
    "astro-ph": "Astrophysics", "astro-ph.CO": "Cosmology and Nongalactic Astrophysics",
    "astro-ph.EP": "Earth and Planetary Astrophysics", "astro-ph.GA": "Astrophysics of Galaxies",
    "astro-ph.HE": "High Energy Astrophysical Phenomena",
    "astro-ph.IM": "Instrumentation and Methods for Astrophysics",
    "astro-ph.SR": "Solar and Stellar Astrophysics", "cond-mat": "Condensed Matter",
    "cond-mat.dis-nn": "Disordered Systems and Neural Networks",
    "cond-mat.mes-hall": "Mesoscale and Nanoscale Physics",
    "cond-mat.mtrl-sci": "Materials Science", "cond-mat.other": "Other Condensed Matter",
    "cond-mat.quant-gas": "Quantum Gases", "cond-mat.soft": "Soft Condensed Matter",
    "cond-mat.stat-mech": "Statistical Mechanics",
    "cond-mat.str-el": "Strongly Correlated Electrons", "cond-mat.supr-con": "Superconductivity",
    "gr-qc": "General Relativity and Quantum Cosmology",
    "hep-ex": "High Energy Physics, Experiment", "hep-lat": "High Energy Physics, Lattice",
    "hep-ph": "High Energy Physics, Phenomenology", "hep-th": "High Energy Physics, Theory",
    "math-ph": "Mathematical Physics", "nlin.AO": "Adaptation and Self-Organizing Systems",
    "nlin.CD": "Chaotic Dynamics", "nlin.CG": "Cellular Automata and Lattice Gases",
    "nlin.PS": "Pattern Formation and Solitons",
    "nlin.SI": "Exactly Solvable and Integrable Systems", "nucl-ex": "Nuclear Experiment",
    "nucl-th": "Nuclear Theory", "physics.acc-ph": "Accelerator Physics",
    "physics.ao-ph": "Atmospheric and Oceanic Physics", "physics.app-ph": "Applied Physics",
    "physics.atm-clus": "Atomic and Molecular Clusters", "physics.atom-ph": "Atomic Physics",
    "physics.bio-ph": "Biological Physics", "physics.chem-ph": "Chemical Physics",
    "physics.class-ph": "Classical Physics", "physics.comp-ph": "Computational Physics",
    "physics.data-an": "Data Analysis, Statistics and Probability",
    "physics.ed-ph": "Physics Education", "physics.flu-dyn": "Fluid Dynamics",
    "physics.gen-ph": "General Physics", "physics.geo-ph": "Geophysics",
    "physics.hist-ph": "History and Philosophy of Physics",
    "physics.ins-det": "Instrumentation and Detectors", "physics.med-ph": "Medical Physics",
    "physics.optics": "Optics", "physics.plasm-ph": "Plasma Physics",
    "physics.pop-ph": "Popular Physics", "physics.soc-ph": "Physics and Society",
    "physics.space-ph": "Space Physics", "quant-ph": "Quantum Physics",
    "q-bio.BM": "Biomolecules", "q-bio.CB": "Cell Behavior", "q-bio.GN": "Genomics",
    "q-bio.MN": "Molecular Networks", "q-bio.NC": "Neurons and Cognition",
    "q-bio.OT": "Other Quantitative Biology", "q-bio.PE": "Populations and Evolution",
    "q-bio.QM": "Quantitative Methods of Biology", "q-bio.SC": "Subcellular Processes",
    "q-bio.TO": "Tissues and Organs", "q-fin.CP": "Computational Finance",
    "q-fin.EC": "Economics", "q-fin.GN": "General Finance",
    "q-fin.MF": "Mathematical Finance", "q-fin.PM": "Portfolio Management",
    "q-fin.PR": "Pricing of Securities", "q-fin.RM": "Risk Management",
    "q-fin.ST": "Statistical Finance", "q-fin.TR": "Trading and Market Microstructure",
    "stat.AP": "Applied Statistics", "stat.CO": "Statistical Computation",
    "stat.ME": "Statistical Methodology", "stat.ML": "Machine Learning",
    "stat.OT": "Other Statistics", "stat.TH": "Statistics Theory",
}  # fmt: skip
_KNOWN_AS = {
    "cs.CL": "natural language processing", "cs.CV": "computer vision",
    "cs.GT": "game theory", "cs.DC": "distributed computing", "cs.GR": "computer graphics",
    "eess.IV": "image processing", "eess.AS": "speech processing", "q-bio.NC": "neuroscience",
    "cs.MA": "multi-agent system",
}  # fmt: skip
_BY_NAME = {name.casefold(): code for code, name in _NAMES.items()}
#: Classes of the ACM and of the American Mathematical Society, which some records list among them.
_CLASS = re.compile(r"[A-K]\.(?:\d|m)(?:\.|\b)|\d\d[A-Z-](?:\d\d|xx)\b")
_ZOTERO = re.compile(r"(?:Computer Science|Statistics|Mathematics|Physics) - (.+)")


def subject_of(heading: str) -> str | None:
    """Return the subject that a category's code stands for, a heading as it stands, or ``None``.

    A class of the ACM or of mathematics says nothing to a reader, and is None.
    "Computer Science - Robotics" is how Zotero writes cs.RO.

    >>> subject_of("cs.CL"), subject_of("cs.LG"), subject_of("Honest AI"), subject_of("68T50")
    ('natural language processing', 'Machine Learning', 'Honest AI', None)
    """
    zotero = _ZOTERO.fullmatch(heading)
    code = _BY_NAME.get(zotero[1].casefold(), "") if zotero else heading
    if code in _NAMES:
        return _KNOWN_AS.get(code, _NAMES[code])
    return None if _CLASS.match(heading) else heading
