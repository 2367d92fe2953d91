"""A small library of well-known papers: true titles, people and ids; the abstracts are our own words."""

from __future__ import annotations

from readinglist.library.records import PaperRecord, Person


def _paper(title: str, people: str, year: int, arxiv: str, abstract: str) -> PaperRecord:
    authors = tuple(Person.from_name(name) for name in people.split("; "))
    return PaperRecord(title=title, authors=authors, year=year, arxiv_id=arxiv, abstract=abstract)


PAPERS = (
    _paper(
        "ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction over BERT",
        "Omar Khattab; Matei Zaharia",
        2020,
        "2004.12832",
        "Keeps a vector for each token of query and document and compares them late, by sums of maximal similarities."
        " Multi-vector retrieval of this kind is nearly as good as a cross-encoder and much cheaper."
        " Passages are encoded beforehand, so that a query needs only one run of the encoder.",
    ),
    _paper(
        "ColBERTv2: Effective and Efficient Retrieval via Lightweight Late Interaction",
        "Keshav Santhanam; Omar Khattab; Jon Saad-Falcon; Christopher Potts; Matei Zaharia",
        2021,
        "2112.01488",
        "Compresses the token vectors of a late interaction model by storing residuals to centroids."
        " Multi-vector retrieval thereby takes six to ten times less space. Hard negatives and distillation make it"
        " more effective on many collections.",
    ),
    _paper(
        "SPLADE: Sparse Lexical and Expansion Model for First Stage Ranking",
        "Thibault Formal; Benjamin Piwowarski; Stéphane Clinchant",
        2021,
        "2107.05720",
        "Learns sparse vectors over the vocabulary with which an inverted index can be used."
        " A regulariser keeps most weights at zero. Learned sparse retrieval expands a document by terms that it does"
        " not hold.",
    ),
    _paper(
        "Dense Passage Retrieval for Open-Domain Question Answering",
        "Vladimir Karpukhin; Barlas Oğuz; Sewon Min; Patrick Lewis; Ledell Wu; Sergey Edunov; Danqi Chen; Wen-tau Yih",
        2020,
        "2004.04906",
        "Two encoders map questions and passages to single vectors, trained with negatives of the same batch."
        " Dense retrieval outdoes BM25 in open-domain question answering by a wide margin.",
    ),
    _paper(
        "Machine Unlearning",
        "Lucas Bourtoule; Varun Chandrasekaran; Christopher A. Choquette-Choo; Nicolas Papernot",
        2019,
        "1912.03817",
        "People may ask that a trained model forgets what it saw of them. Training on shards whose influence stays"
        " apart makes it cheap to retrain only the part that saw a deleted record. Machine unlearning becomes"
        " practical for privacy law.",
    ),
    _paper(
        "Who's Harry Potter? Approximate Unlearning in LLMs",
        "Ronen Eldan; Mark Russinovich",
        2023,
        "2310.02238",
        "Makes a large language model forget a series of novels by fine-tuning on generic continuations."
        " Unlearning of copyrighted text takes an hour instead of a new training run.",
    ),
    _paper(
        "Show and Tell: A Neural Image Caption Generator",
        "Oriol Vinyals; Alexander Toshev; Samy Bengio; Dumitru Erhan",
        2014,
        "1411.4555",
        "A convolutional network reads a picture and a recurrent network writes a sentence about it."
        " Trained end to end to maximise the likelihood of a human caption given the image.",
    ),
    _paper(
        "Deep Residual Learning for Image Recognition",
        "Kaiming He; Xiangyu Zhang; Shaoqing Ren; Jian Sun",
        2015,
        "1512.03385",
        "Layers learn residual functions with reference to their inputs. Networks of more than a hundred layers become"
        " easy to optimise and win image classification contests.",
    ),
    _paper(
        "LoRA: Low-Rank Adaptation of Large Language Models",
        "Edward J. Hu; Yelong Shen; Phillip Wallis; Zeyuan Allen-Zhu; Weizhu Chen",
        2021,
        "2106.09685",
        "Freezes the weights of a pre-trained transformer and learns low-rank matrices beside them."
        " Parameter-efficient fine-tuning with ten thousand times fewer trainable weights and no slower inference.",
    ),
    _paper(
        "Adam: A Method for Stochastic Optimization",
        "Diederik P. Kingma; Jimmy Ba",
        2014,
        "1412.6980",
        "First-order gradient descent with estimates of lower moments. Needs little memory and hardly any tuning of"
        " the learning rate.",
    ),
    _paper(
        "Language Models are Few-Shot Learners",
        "Tom B. Brown; Benjamin Mann; Nick Ryder; Melanie Subbiah; Ilya Sutskever; Dario Amodei",
        2020,
        "2005.14165",
        "A language model with 175 billion weights solves tasks from a few examples in its prompt, without any"
        " gradient update.",
    ),
    _paper(
        "Denoising Diffusion Probabilistic Models",
        "Jonathan Ho; Ajay Jain; Pieter Abbeel",
        2020,
        "2006.11239",
        "Generates pictures by undoing noise step by step. The training objective is a weighted variational bound that"
        " resembles denoising score matching.",
    ),
)
