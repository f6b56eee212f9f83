"""What turns a title into a question: the words that people put around it, written for this project."""

from __future__ import annotations

QUESTION_FRAMES = (
    *("là gì", "là gì?", "như thế nào?", "được quy định như thế nào?", "thế nào", "ra sao?", "thì sao?"),
    *("bao nhiêu", "là bao nhiêu?", "có bao nhiêu", "mấy", "bao lâu", "trong bao lâu?", "bị phạt bao nhiêu"),
    *("ai", "ai là", "là ai?", "với ai?", "của ai?", "bởi ai?", "người nào", "ai có thẩm quyền"),
    *("cơ quan nào", "đơn vị nào", "quốc gia nào", "ở nước nào", "loại nào", "sự kiện nào", "nào?"),
    *("khi nào?", "năm nào?", "vào năm nào?", "ngày nào", "thời gian nào", "đến khi nào"),
    *("ở đâu?", "nằm ở đâu", "từ đâu", "đâu là", "do đâu"),
    *("gồm những gì?", "bao gồm những gì", "những gì", "điều gì", "cái gì", "về điều gì?", "tên là gì?"),
    *("có được không?", "có phải không?", "đúng hay sai?", "hay không?", "không?", "được không?", "có đúng không?"),
    *("có bị phạt không?", "thì bị xử lý như thế nào?", "cần những gì", "cần điều kiện gì?", "phải làm gì?"),
    *("vì sao", "tại sao", "tại sao lại", "lý do nào", "mục đích gì?", "để làm gì?", "nguyên nhân nào"),
    *("có quyền gì", "có trách nhiệm gì?", "vai trò gì", "có gì đặc biệt?", "theo cách nào", "làm thế nào để"),
    *("cho hỏi", "xin hỏi", "cho biết", "hãy cho biết", "khác nhau như thế nào"),
    *("theo quy định", "theo quy định của pháp luật", "quy định về", "quy định ra sao"),
)
"""General words only: nothing names a subject. They teach the rows of such words to weigh little in a question."""
