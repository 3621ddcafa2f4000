# -*- coding: utf-8 -*-
"""Generated questions: what authors and learners say of them."""
